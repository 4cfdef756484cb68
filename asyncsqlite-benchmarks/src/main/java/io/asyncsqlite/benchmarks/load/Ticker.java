package io.asyncsqlite.benchmarks.load;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.locks.LockSupport;

/** A thread that wakes each millisecond and measures how late it is: what others of its kind wait for a processor. */
final class Ticker {

    private static final long PERIOD_NANOS = 1_000_000;

    private final Counted counted;
    private volatile boolean running = true;

    Ticker(Counted counted) {
        this.counted = counted;
    }

    void start(ExecutorService threads) {
        threads.execute(this::tickWhileRunning);
    }

    private void tickWhileRunning() {
        long due = System.nanoTime();
        while (running) {
            due += PERIOD_NANOS;
            while (System.nanoTime() - due < 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            counted.took(System.nanoTime() - due);
        }
    }

    void stop() {
        running = false;
    }
}
