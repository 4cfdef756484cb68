package io.asyncsqlite.registry;

import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The time of the machine, with a daemon thread for each registry that has something to wait for. */
final class SystemTimer implements Timer {

    private final ScheduledThreadPoolExecutor thread;

    SystemTimer() {
        thread = new ScheduledThreadPoolExecutor(1, action -> {
            Thread timer = new Thread(action, "asyncsqlite-registry");
            timer.setDaemon(true);
            return timer;
        });
        thread.setRemoveOnCancelPolicy(true);
        // After the close nothing waits for an action any more.
        thread.setRejectedExecutionHandler(new ThreadPoolExecutor.DiscardPolicy());
    }

    @Override
    public long nanos() {
        return System.nanoTime();
    }

    @Override
    public Runnable after(long nanos, Runnable action) {
        Future<?> scheduled = thread.schedule(action, nanos, TimeUnit.NANOSECONDS);
        return () -> scheduled.cancel(false);
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
