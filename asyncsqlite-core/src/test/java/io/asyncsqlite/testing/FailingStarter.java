package io.asyncsqlite.testing;

import io.asyncsqlite.internal.concurrent.ThreadStarter;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts threads, and fails for those that the test selects, as a system without free threads does. */
public final class FailingStarter implements ThreadStarter {

    private final AtomicInteger failures = new AtomicInteger();
    private volatile String kind = "";
    private volatile Throwable failure;

    /** Fails the next threads of a kind, such as "reader". */
    public void fail(String kind, int times, Throwable failure) {
        this.kind = kind;
        this.failure = failure;
        failures.set(times);
    }

    @Override
    public void start(Thread thread) {
        if (thread.getName().startsWith("asyncsqlite-" + kind + "-") && failures.getAndDecrement() > 0) {
            throwFailure();
        }
        thread.start();
    }

    private void throwFailure() {
        if (failure instanceof Error error) {
            throw error;
        }
        throw (RuntimeException) failure;
    }
}
