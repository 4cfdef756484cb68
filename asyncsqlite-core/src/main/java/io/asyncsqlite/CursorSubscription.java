package io.asyncsqlite;

import java.util.concurrent.Flow;

/**
 * Carries rows of a cursor to one subscriber.
 *
 * <p>Invariants: a row is taken out of the cursor only right before it is signalled, so that what a cancel leaves over stays in the
 * cursor; at most one fill is under way.
 */
final class CursorSubscription extends SerialSubscription {

    private final LocalCursor cursor;
    private final Flow.Subscriber<? super Row> subscriber;
    private volatile boolean filling;

    CursorSubscription(LocalCursor cursor, Flow.Subscriber<? super Row> subscriber) {
        super(cursor.callbacks());
        this.cursor = cursor;
        this.subscriber = subscriber;
    }

    void start() {
        start(subscriber);
    }

    @Override
    void advance() {
        Throwable reason = failure();
        try {
            if (reason == null) {
                emit();
            }
        } catch (Throwable e) {
            reason = e;
        }
        if (isCancelled()) {
            done = true;
        } else if (reason != null) {
            done = true;
            subscriber.onError(reason);
        } else if (cursor.rows().isExhausted()) {
            done = true;
            subscriber.onComplete();
        }
    }

    /** Signals rows as far as there are rows and demand, and has more read before they run out. */
    private void emit() {
        readAhead();
        Row row;
        while (!isCancelled() && demand() > 0 && (row = cursor.poll()) != null) {
            subscriber.onNext(row);
            signalled(1);
        }
        readAhead();
    }

    private void readAhead() {
        CursorRows rows = cursor.rows();
        int buffered = rows.buffered();
        int chunk = cursor.arraySize();
        if (isCancelled() || filling || !rows.isRunning() || buffered >= chunk || demand() <= buffered) {
            return;
        }
        filling = true;
        Callbacks.whenDone(cursor.fill(2 * chunk), (filled, reason) -> {
            filling = false;
            if (reason != null) {
                fail(reason);
            } else {
                schedule();
            }
        });
    }
}
