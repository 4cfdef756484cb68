package io.asyncsqlite.internal.concurrent;

import io.asyncsqlite.internal.failure.Failures;

/** A thread that owns one connection. Daemon, so that a forgotten database does not keep a program alive. */
public final class DatabaseThread extends Thread {

    public DatabaseThread(String name, Runnable work) {
        super(work, "asyncsqlite-" + name);
        setDaemon(true);
    }

    public static boolean isCurrent() {
        return Thread.currentThread() instanceof DatabaseThread;
    }

    /** Throws if the current thread belongs to a database: its operations would wait for themselves. */
    public static void refuseToWait() {
        if (isCurrent()) {
            throw Failures.databaseThread(Thread.currentThread().getName());
        }
    }

    /** Waits for the end of a thread, also when interrupted meanwhile. */
    public static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
