package io.asyncsqlite.registry;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lease whose end a registry waits for. */
final class Lease implements SqliteLease {

    /** The right to give a database back, once. Refers to no lease, so that a forgotten one becomes unreachable. */
    private static final class Giving extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1L;

        private final transient Runnable release;

        Giving(Runnable release) {
            this.release = release;
        }

        @Override
        public void run() {
            if (compareAndSet(false, true)) {
                release.run();
            }
        }
    }

    private final AsyncSqlite database;
    private final Giving giving;
    private final LeakReports.Watch watch;

    Lease(AsyncSqlite database, OpenedAt takenAt, Runnable release) {
        this.database = database;
        this.giving = new Giving(release);
        this.watch = LeakReports.watch(this, "A lease of database '" + database.name() + "'", takenAt, giving);
    }

    @Override
    public AsyncSqlite database() {
        if (giving.get()) {
            throw new IllegalStateException("The lease of database '" + database.name() + "' is closed");
        }
        return database;
    }

    @Override
    public void close() {
        watch.close();
        giving.run();
    }

    /** Shows the database. */
    @Override
    public String toString() {
        return "Lease of " + database;
    }
}
