package io.asyncsqlite.benchmarks.load;

import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** One thread submits operations, and keeps a constant number of them in flight. */
final class ClosedLoop implements Load {

    private final Operations operations;
    private final int inFlight;
    private final Counted counted;
    private final Semaphore places;
    private final Thread submitter = new Thread(this::submitWhileRunning, "closed-loop");
    private volatile boolean running = true;

    ClosedLoop(Operations operations, int inFlight, Counted counted) {
        this.operations = operations;
        this.inFlight = inFlight;
        this.counted = counted;
        this.places = new Semaphore(inFlight);
    }

    @Override
    public void start() {
        submitter.start();
    }

    private void submitWhileRunning() {
        try {
            for (int number = 0; running && !counted.hasFailed(); number++) {
                places.acquire();
                submit(number);
            }
        } catch (Throwable e) {
            counted.failed(e);
        }
    }

    // The callback takes note of a failure.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void submit(int number) {
        long begun = counted.begins();
        operations.start(number).whenComplete((result, failure) -> completed(number, begun, failure));
    }

    private void completed(int number, long begun, @Nullable Throwable failure) {
        if (failure == null) {
            counted.ended(begun);
            counted.completed(operations.writes(number));
        } else {
            counted.failed(failure);
        }
        places.release();
    }

    @Override
    public void stop() throws InterruptedException {
        running = false;
        submitter.join();
        if (!counted.hasFailed()) {
            places.acquire(inFlight);
        }
        counted.requireNoFailure();
    }
}
