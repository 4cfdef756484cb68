package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.SyncBulkWrite;
import java.util.Iterator;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A bulk write for code that waits. */
record BlockingBulkWrite(BulkWrite write) implements SyncBulkWrite {

    @Override
    public SyncBulkWrite withChunkSize(int rows) {
        return new BlockingBulkWrite(write.withChunkSize(rows));
    }

    @Override
    public SyncBulkWrite withProgress(LongConsumer progress) {
        return new BlockingBulkWrite(write.withProgress(progress));
    }

    @Override
    public SyncBulkWrite withRefused(Consumer<? super RefusedRow> refused) {
        return new BlockingBulkWrite(write.withRefused(refused));
    }

    @Override
    public SyncBulkWrite allOrNoneAfter(String sql) {
        return new BlockingBulkWrite(write.allOrNoneAfter(sql));
    }

    @Override
    public SyncBulkWrite allOrNone() {
        return new BlockingBulkWrite(write.allOrNone());
    }

    @Override
    public long from(Iterator<?> rows) {
        return new CallerSource(Objects.requireNonNull(rows, "rows")).publishTo(write);
    }

    @Override
    public String toString() {
        return write.toString();
    }
}
