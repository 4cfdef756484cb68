package io.asyncsqlite.internal.concurrent;

import io.asyncsqlite.internal.log.Log;
import java.lang.ref.PhantomReference;
import java.lang.ref.Reference;
import java.lang.ref.ReferenceQueue;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reports each watched object that became unreachable without being closed, with the stack that opened it, and ends it.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A watch ends once, by a close or by a report.
 *   <li>The thread waits without a timeout, and lives only while something is watched: an idle program is not woken, and a class loader
 *       that has closed everything can be collected.
 *   <li>Nothing here refers to a watched object.
 * </ol>
 */
public final class LeakReports {

    private static final Log LOG = Log.of(LeakReports.class);
    private static final ReferenceQueue<Object> UNREACHABLE = new ReferenceQueue<>();

    // Guarded by LeakReports.class.
    private static final Set<Watch> WATCHES = new HashSet<>();
    private static @Nullable Thread thread;

    private LeakReports() {}

    /**
     * Watches an object until the watch is closed.
     *
     * @param holder the object, which must be closed before it becomes unreachable
     * @param name its name in the report
     * @param opened an exception with the stack that opened it
     * @param end ends what the object stands for, such as a connection; must not refer to the object
     */
    public static Watch watch(Object holder, String name, Throwable opened, Runnable end) {
        Watch watch = new Watch(holder, name, opened, end);
        add(watch);
        return watch;
    }

    /** Reports an object that is still reachable but has lasted too long. */
    public static void report(String what, Throwable opened) {
        LOG.log(System.Logger.Level.WARNING, () -> what, opened);
    }

    private static synchronized void add(Watch watch) {
        WATCHES.add(watch);
        if (thread == null) {
            start();
        }
    }

    private static void start() {
        Thread reporter = new Thread(LeakReports::run, "asyncsqlite-leaks");
        reporter.setDaemon(true);
        try {
            reporter.start();
            thread = reporter;
        } catch (Throwable e) {
            // The object must be opened all the same. The next watch tries again to start the thread.
            LOG.log(
                    System.Logger.Level.WARNING,
                    () -> "Leaks are not reported: the thread for it cannot be started",
                    e);
        }
    }

    /** Returns whether the watch was open until now. */
    private static synchronized boolean remove(Watch watch) {
        boolean watched = WATCHES.remove(watch);
        if (watched && WATCHES.isEmpty()) {
            // Wakes the thread, which then finds no watch left and ends.
            new PhantomReference<>(UNREACHABLE, UNREACHABLE).enqueue();
        }
        return watched;
    }

    private static synchronized boolean finished() {
        if (WATCHES.isEmpty()) {
            thread = null;
            return true;
        }
        return false;
    }

    private static void run() {
        do {
            try {
                Reference<?> unreachable = UNREACHABLE.remove();
                if (unreachable instanceof Watch watch) {
                    watch.leaked();
                }
            } catch (Throwable e) {
                // Neither an interrupt nor an exception of an end action may prevent reports of later leaks.
            }
        } while (!finished());
    }

    /** The watch of one object. */
    public static final class Watch extends PhantomReference<Object> {

        private final String name;
        private final Throwable opened;
        private final Runnable end;

        private Watch(Object holder, String name, Throwable opened, Runnable end) {
            super(holder, UNREACHABLE);
            this.name = name;
            this.opened = opened;
            this.end = end;
        }

        /** Ends the watch, because the object was closed. */
        public void close() {
            if (remove(this)) {
                clear();
            }
        }

        private void leaked() {
            if (remove(this)) {
                try {
                    report(name + " became unreachable without being closed, and is closed now; opened here", opened);
                } finally {
                    end.run();
                }
            }
        }
    }
}
