package io.asyncsqlite;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A callback executor of one daemon thread, which runs tasks in the order submitted. */
final class SingleThread {

    private SingleThread() {}

    static ExecutorService executor() {
        return Executors.newSingleThreadExecutor(task -> {
            Thread thread = new Thread(task, "callbacks");
            thread.setDaemon(true);
            return thread;
        });
    }
}
