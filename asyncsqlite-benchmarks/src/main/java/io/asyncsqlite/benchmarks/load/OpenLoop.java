package io.asyncsqlite.benchmarks.load;

import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One thread submits operations at random moments with a constant mean rate, as many callers do that know nothing of each other, and does
 * not wait for answers. The time of an operation starts at the moment when it was due, so that one that is submitted late, because the
 * machine was busy, is not counted as short.
 */
final class OpenLoop implements Load {

    private static final double NANOS_PER_SECOND = 1e9;

    /** An operation that is still under way after so long is taken for lost. */
    private static final long PATIENCE_NANOS = 60_000_000_000L;

    private static final long SEED = 42;

    private final Operations operations;
    private final double perSecond;
    private final Counted counted;
    private final Thread submitter = new Thread(this::submitWhileRunning, "open-loop");
    private final SplittableRandom random = new SplittableRandom(SEED);
    private volatile boolean running = true;
    private volatile int submitted;

    OpenLoop(Operations operations, int perSecond, Counted counted) {
        this.operations = operations;
        this.perSecond = perSecond;
        this.counted = counted;
    }

    @Override
    public void start() {
        submitter.start();
    }

    private void submitWhileRunning() {
        try {
            long due = System.nanoTime();
            for (int number = 0; running && !counted.hasFailed(); number++) {
                due += nanosToNext();
                waitUntil(due);
                submitted = number + 1;
                submit(number, due);
            }
        } catch (Throwable e) {
            counted.failed(e);
        }
    }

    /** Returns a gap of a Poisson process. */
    private long nanosToNext() {
        return (long) (-Math.log(1 - random.nextDouble()) * NANOS_PER_SECOND / perSecond);
    }

    private static void waitUntil(long due) {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    // The callback takes note of a failure.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void submit(int number, long due) {
        operations.start(number).whenComplete((result, failure) -> completed(number, due, failure));
    }

    private void completed(int number, long due, @Nullable Throwable failure) {
        if (failure == null) {
            counted.took(System.nanoTime() - due);
            counted.completed(operations.writes(number));
        } else {
            counted.failed(failure);
        }
    }

    @Override
    public void stop() throws InterruptedException {
        running = false;
        submitter.join();
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (counted.operationsUnlessFailed() < submitted) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        submitted + " operations were submitted, " + counted.operations() + " ended");
            }
            waitUntil(System.nanoTime() + 1_000_000);
        }
    }
}
