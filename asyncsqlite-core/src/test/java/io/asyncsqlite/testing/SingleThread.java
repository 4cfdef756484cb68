package io.asyncsqlite.testing;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A callback executor of one daemon thread, which runs tasks in the order submitted. */
public final class SingleThread {

    private SingleThread() {}

    public static ExecutorService executor() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "callbacks");
            thread.setDaemon(true);
            return thread;
        });
    }
}
