package io.asyncsqlite.internal.backup;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.operation.Operation;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads a dump of a publisher on the thread that runs it. Code of the publisher runs on the callback executor.
 *
 * <p>Invariant: at most {@code AHEAD} elements are asked for and not yet taken.
 */
final class DumpReader implements Flow.Subscriber<String> {

    private static final int AHEAD = 64;

    /** What came: an element, the end, or a reason to look whether to stop. */
    private static final class Signal {

        private final @Nullable String statement;
        private final @Nullable Throwable failure;

        Signal(@Nullable String statement, @Nullable Throwable failure) {
            this.statement = statement;
            this.failure = failure;
        }
    }

    private static final Signal END = new Signal(null, null);
    private static final Signal LOOK = new Signal(null, null);

    private final Callbacks callbacks;
    private final BlockingQueue<Signal> signals = new LinkedBlockingQueue<>();
    private volatile Flow.@Nullable Subscription subscription;
    private volatile boolean ended;
    private int taken;

    DumpReader(Callbacks callbacks) {
        this.callbacks = callbacks;
    }

    /** Begins to read. */
    void start(Flow.Publisher<String> dump) {
        callbacks.run(() -> {
            try {
                dump.subscribe(this);
            } catch (Throwable e) {
                onError(e);
            }
        });
    }

    /** Waits for the next element, and returns null after the last one or if the operation must stop. */
    @Nullable
    String next(Operation<?> reading) throws InterruptedException {
        reading.wakeBy(() -> signals.add(LOOK));
        try {
            Signal signal = LOOK;
            while (signal == LOOK && !reading.mustStop(System.nanoTime())) {
                Signal came = signals.poll(reading.deadlineNanos() - System.nanoTime(), TimeUnit.NANOSECONDS);
                signal = came == null ? LOOK : came;
            }
            return statement(signal);
        } finally {
            reading.wakeBy(null);
        }
    }

    private @Nullable String statement(Signal signal) {
        Throwable failure = signal.failure;
        if (failure != null) {
            throw failure instanceof RuntimeException known ? known : new CompletionException(failure);
        }
        if (signal.statement != null && ++taken % (AHEAD / 2) == 0) {
            request(AHEAD / 2);
        }
        return signal.statement;
    }

    private void request(int elements) {
        Flow.Subscription from = subscription;
        if (from != null) {
            callbacks.run(() -> from.request(elements));
        }
    }

    /** Ends the reading, wherever it is. */
    void end() {
        ended = true;
        Flow.Subscription from = subscription;
        if (from != null) {
            callbacks.run(from::cancel);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        Objects.requireNonNull(given, "subscription");
        if (subscription != null || ended) {
            given.cancel();
            return;
        }
        subscription = given;
        given.request(AHEAD);
    }

    @Override
    public void onNext(String statement) {
        signals.add(new Signal(Objects.requireNonNull(statement, "statement"), null));
    }

    @Override
    public void onError(Throwable failure) {
        signals.add(new Signal(null, Objects.requireNonNull(failure, "failure")));
    }

    @Override
    public void onComplete() {
        signals.add(END);
    }
}
