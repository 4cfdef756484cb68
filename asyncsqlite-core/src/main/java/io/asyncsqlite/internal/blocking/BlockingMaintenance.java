package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.CheckpointMode;
import io.asyncsqlite.CheckpointResult;
import io.asyncsqlite.Maintenance;
import io.asyncsqlite.SyncMaintenance;
import java.time.Duration;
import java.util.List;
import java.util.function.LongConsumer;

/** Long work on the file of a database, for code that waits. */
record BlockingMaintenance(Maintenance maintenance) implements SyncMaintenance {

    @Override
    public SyncMaintenance withTimeout(Duration timeout) {
        return new BlockingMaintenance(maintenance.withTimeout(timeout));
    }

    @Override
    public CheckpointResult checkpoint(CheckpointMode mode) {
        return Waits.await(maintenance.checkpoint(mode));
    }

    @Override
    public void optimize() {
        Waits.await(maintenance.optimize());
    }

    @Override
    public void analyze() {
        Waits.await(maintenance.analyze());
    }

    @Override
    public List<String> integrityCheck() {
        return Waits.await(maintenance.integrityCheck());
    }

    @Override
    public List<String> quickCheck() {
        return Waits.await(maintenance.quickCheck());
    }

    @Override
    public void vacuum() {
        Waits.await(maintenance.vacuum());
    }

    @Override
    public long incrementalVacuum(long pages, LongConsumer progress) {
        return Waits.await(maintenance.incrementalVacuum(pages, progress));
    }
}
