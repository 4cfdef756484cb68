package io.asyncsqlite.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/** A callback executor that runs tasks, or keeps them. */
public final class BusyExecutor implements Executor, AutoCloseable {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final LinkedBlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();

    // Guarded by this.
    private boolean holding;
    private int running;

    @Override
    public synchronized void execute(Runnable task) {
        if (holding) {
            waiting.add(task);
            notifyAll();
        } else {
            start(task);
        }
    }

    private void start(Runnable task) {
        running++;
        threads.execute(() -> {
            try {
                task.run();
            } finally {
                ended();
            }
        });
    }

    private synchronized void ended() {
        running--;
        notifyAll();
    }

    /** Keeps tasks from now on, when no task runs: a runner that looks for further tasks would take them without this executor. */
    public synchronized void holdWhenIdle() throws InterruptedException {
        while (running > 0) {
            wait();
        }
        holding = true;
    }

    /** Waits until a number of tasks is kept. */
    public synchronized void awaitWaiting(int tasks) throws InterruptedException {
        while (waiting.size() < tasks) {
            wait();
        }
    }

    /** Runs what was kept, and what follows. */
    public synchronized void release() {
        holding = false;
        List<Runnable> tasks = new ArrayList<>();
        waiting.drainTo(tasks);
        tasks.forEach(this::start);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
