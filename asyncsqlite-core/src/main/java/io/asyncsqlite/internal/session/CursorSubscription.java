package io.asyncsqlite.internal.session;

import io.asyncsqlite.Row;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.SerialSubscription;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.query.CursorRows;
import java.util.concurrent.Flow;

/**
 * Carries rows of a cursor to one subscriber.
 *
 * <p>Invariants: a row is taken out of the cursor only right before it is signalled, so that rows that a cancel leaves over stay
 * in the cursor; at most one fill is under way.
 */
final class CursorSubscription extends SerialSubscription<Row> {

    private final CursorHandle cursor;
    private volatile boolean filling;

    CursorSubscription(CursorHandle cursor, Flow.Subscriber<? super Row> subscriber) {
        super(cursor.callbacks(), subscriber);
        this.cursor = cursor;
    }

    @Override
    public void run(Runnable signals) {
        WriterHold.runInside(cursor.hold(), signals);
    }

    /** Signals rows, and has further rows read before those in memory run out. */
    @Override
    public void emit() {
        readAhead();
        Row row;
        while (!isEnding() && demand() > 0 && (row = cursor.poll()) != null) {
            signal(row);
            demandMet(1);
        }
        readAhead();
        if (!isEnding() && cursor.rows().isExhausted()) {
            complete();
        }
    }

    private void readAhead() {
        CursorRows rows = cursor.rows();
        int buffered = rows.buffered();
        int chunk = cursor.arraySize();
        if (isEnding() || filling || !rows.isRunning() || buffered >= chunk || demand() <= buffered) {
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
