package io.asyncsqlite.internal;

import io.asyncsqlite.internal.log.Log;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Lets databases that are open when the program ends finish what they accepted. The threads of a database are daemons, so the JVM would stop them in
 * the middle.
 *
 * <p>Invariants: the end of the program waits only while accepted writes wait or run, and not longer than {@code LIMIT_NANOS}; no
 * operation is refused meanwhile, because other shutdown hooks may still use the database; while no database is open no shutdown
 * hook is registered.
 */
final class ExitWatch {

    private static final Log LOG = Log.of(ExitWatch.class);
    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(5);

    // Guarded by ExitWatch.class.
    private static final Set<Database> OPEN = new HashSet<>();
    private static @Nullable Thread hook;

    private ExitWatch() {}

    static synchronized void opened(Database database) {
        OPEN.add(database);
        if (hook == null) {
            Thread added = new Thread(() -> finishAll(LIMIT_NANOS), "asyncsqlite-exit");
            try {
                Runtime.getRuntime().addShutdownHook(added);
                hook = added;
            } catch (IllegalStateException e) {
                // The program ends already.
            }
        }
    }

    static synchronized void closed(Database database) {
        OPEN.remove(database);
        Thread added = hook;
        if (added != null && OPEN.isEmpty()) {
            hook = null;
            try {
                Runtime.getRuntime().removeShutdownHook(added);
            } catch (IllegalStateException e) {
                // The program ends, and the hook runs.
            }
        }
    }

    private static synchronized List<Database> open() {
        return new ArrayList<>(OPEN);
    }

    /** Waits until all databases have finished their accepted operations, or the time is over. */
    static void finishAll(long limitNanos) {
        long deadline = System.nanoTime() + limitNanos;
        for (Database database : open()) {
            int unfinished = database.finishWrites(deadline);
            if (unfinished > 0) {
                warn(database, unfinished);
            }
        }
    }

    private static void warn(Database database, int unfinished) {
        LOG.log(
                System.Logger.Level.WARNING,
                () -> "The program ends while database '" + database.name() + "' is open and " + unfinished
                        + " accepted writes are not finished, which are lost: close the database first");
    }
}
