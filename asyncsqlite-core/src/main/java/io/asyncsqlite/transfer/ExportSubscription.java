package io.asyncsqlite.transfer;

import io.asyncsqlite.Row;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/**
 * Makes buffers of the rows of one run of a query.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Rows are requested only while the subscriber waits for a buffer, and some at a time. So a buffer may become larger than its usual size by
 *       some rows, and no further one waits.
 *   <li>Signals of the query come one at a time, and so do signals to the subscriber: in those of the query, and after its end by one thread.
 * </ol>
 */
final class ExportSubscription implements Flow.Subscriber<Row>, Flow.Subscription {

    private static final int BUFFER = 32_768;
    private static final int ROWS = 64;

    private final ExportSettings settings;
    private final RowText text;
    private final Flow.Subscriber<? super ByteBuffer> subscriber;

    // One signal at a time.
    private Flow.@Nullable Subscription source;
    private boolean begun;
    private boolean hasText;
    private long rows;
    private long bytes;

    // Guarded by this.
    private long demand;
    private long requestedRows;
    private boolean ready;
    private boolean ended;

    ExportSubscription(ExportSettings settings, RowText text, Flow.Subscriber<? super ByteBuffer> subscriber) {
        this.settings = settings;
        this.text = text;
        this.subscriber = subscriber;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        source = given;
        subscriber.onSubscribe(this);
    }

    @Override
    public void request(long buffers) {
        if (buffers <= 0) {
            fail(new IllegalArgumentException("request must be more than 0, was " + buffers));
            return;
        }
        boolean last;
        synchronized (this) {
            demand = demand + buffers < 0 ? Long.MAX_VALUE : demand + buffers;
            last = ready;
            ready = false;
        }
        if (last) {
            emitLast();
        } else {
            requestRows();
        }
    }

    private void requestRows() {
        synchronized (this) {
            if (demand == 0 || requestedRows > 0 || ended) {
                return;
            }
            requestedRows = ROWS;
        }
        if (source != null) {
            source.request(ROWS);
        }
    }

    @Override
    public void onNext(Row row) {
        try {
            if (!begun) {
                begin(row.columnNames());
            }
            text.add(row);
            hasText = true;
            rows++;
            if (text.length() >= BUFFER && takeDemand()) {
                emit();
            }
        } catch (Throwable e) {
            fail(e);
            return;
        }
        synchronized (this) {
            requestedRows--;
        }
        requestRows();
    }

    private void begin(List<String> columns) {
        begun = true;
        text.begin(columns);
        hasText = true;
    }

    private synchronized boolean takeDemand() {
        boolean wanted = demand > 0 && !ended;
        demand -= wanted && demand < Long.MAX_VALUE ? 1 : 0;
        return wanted;
    }

    private void emit() {
        hasText = false;
        byte[] encoded = text.take().getBytes(StandardCharsets.UTF_8);
        bytes += encoded.length;
        if (encoded.length > 0) {
            subscriber.onNext(ByteBuffer.wrap(encoded));
        }
        settings.progress().accept(new TransferProgress(rows, bytes));
    }

    @Override
    public void onError(Throwable reason) {
        if (end()) {
            subscriber.onError(reason);
        }
    }

    @Override
    public void onComplete() {
        if (begun) {
            allRead();
        } else {
            // A query without rows has columns all the same.
            CompletableFuture<?> unused = settings.query().columnNames().whenComplete((names, failure) -> {
                // A statement that writes does not tell them.
                if (names != null) {
                    begin(names);
                }
                allRead();
            });
        }
    }

    private void allRead() {
        boolean now;
        synchronized (this) {
            now = demand > 0 || !hasText;
            ready = !now;
        }
        if (now) {
            emitLast();
        }
    }

    private void emitLast() {
        try {
            if (hasText && takeDemand()) {
                emit();
            }
        } catch (Throwable e) {
            fail(e);
            return;
        }
        if (end()) {
            subscriber.onComplete();
        }
    }

    private void fail(Throwable reason) {
        if (end()) {
            stop();
            subscriber.onError(reason);
        }
    }

    /** Ends it, once. */
    private synchronized boolean end() {
        boolean first = !ended;
        ended = true;
        return first;
    }

    @Override
    public void cancel() {
        end();
        stop();
    }

    private void stop() {
        if (source != null) {
            source.cancel();
        }
    }
}
