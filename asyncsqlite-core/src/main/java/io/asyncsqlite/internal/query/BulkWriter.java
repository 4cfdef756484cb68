package io.asyncsqlite.internal.query;

import io.asyncsqlite.InvalidParameterException;
import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the rows of one publisher, chunk by chunk.
 *
 * <pre> TAKING --source ends--> ENDING --all is written--> DONE
 *   \-----------\--failure, cancel--> STOPPED --no chunk is being written--> DONE </pre>
 *
 * Invariants:
 * <ol>
 *   <li>At most one chunk is being written, and a further one is collected.
 *   <li>Rows are requested only as far as the collected chunk has room.
 *   <li>A chunk is submitted only after the one before it was written, so what is written are the first rows of the source.
 *   <li>Code of the user runs outside of the lock. The listeners are called before the next chunk is submitted, so one call at a
 *       time.
 * </ol>
 */
final class BulkWriter implements Flow.Subscriber<@Nullable Object> {

    /** As {@code queueBytes} would be by default for four chunks. */
    private static final long CHUNK_BYTES =
            Math.min(16 << 20, Runtime.getRuntime().maxMemory() / 32);

    private static final int MAX_REQUEST = 64;

    private final OperationSubmitter submitter;
    private final BulkSettings settings;
    private final OperationFuture<Long> result;
    private final SqlStatement statement;
    private final @Nullable WriterHold hold = WriterHold.current();

    /** How many rows came. Of the threads that signal them, one at a time. */
    private long taken;

    // Guarded by this.
    private Batch collected;
    private Flow.@Nullable Subscription source;
    private @Nullable CompletableFuture<?> writing;
    private @Nullable Throwable failure;
    private boolean sourceEnded;
    private boolean busy;
    private boolean cancelled;
    private boolean done;
    private long requested;
    private long largestRow;
    private long written;
    private long changes;

    BulkWriter(OperationSubmitter submitter, BulkSettings settings) {
        this.submitter = submitter;
        this.settings = settings;
        this.result = submitter.newFuture(null);
        this.collected = submitter.newBatch(settings.sql());
        this.statement = collected.statement();
    }

    /** Takes the rows of a source and writes them. */
    CompletableFuture<Long> run(Flow.Publisher<?> rows) {
        result.standsFor(this::cancel);
        try {
            rows.subscribe(this);
        } catch (Throwable e) {
            stop(e);
        }
        return result;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean refused;
        synchronized (this) {
            refused = source != null || failure != null;
            source = source == null ? given : source;
        }
        if (refused) {
            given.cancel();
        } else {
            advance();
        }
    }

    @Override
    public void onNext(@Nullable Object row) {
        boolean enough;
        try {
            enough = add(submitter.statements().bindRow(statement, row));
        } catch (InvalidParameterException e) {
            stop(Failures.atRow(e, settings.sql(), taken));
            return;
        } catch (Throwable e) {
            stop(e);
            return;
        }
        if (enough) {
            advance();
        }
    }

    /** Returns whether there is something to do now. */
    private synchronized boolean add(BoundStatement row) {
        if (failure != null) {
            return false;
        }
        collected.add(row);
        taken++;
        requested--;
        largestRow = Math.max(largestRow, Batch.sizeOf(row));
        return isFull() || requested <= MAX_REQUEST / 4;
    }

    @Override
    public void onError(Throwable reason) {
        stop(reason);
    }

    @Override
    public void onComplete() {
        synchronized (this) {
            sourceEnded = true;
        }
        advance();
    }

    private boolean isFull() {
        return collected.size() >= settings.chunkRows() || collected.bytes() >= CHUNK_BYTES;
    }

    /** Submits the collected chunk if that can be, requests what has room, and ends if nothing is left to do. */
    private void advance() {
        Batch chunk = null;
        long more;
        boolean finished;
        Flow.Subscription from;
        synchronized (this) {
            if (failure != null || done) {
                return;
            }
            if (!busy && collected.size() > 0 && (sourceEnded || isFull())) {
                chunk = collected;
                collected = chunk.next();
                busy = true;
            }
            finished = sourceEnded && !busy;
            done = finished;
            more = sourceEnded ? 0 : wanted();
            requested += more;
            from = source;
        }
        if (chunk != null) {
            submit(chunk);
        }
        if (finished) {
            submitter.callbacks().run(() -> result.succeed(changes()));
        } else if (more > 0 && from != null) {
            request(from, more);
        }
    }

    /** Returns how many further rows to request. The first row tells how large rows are. */
    private long wanted() {
        if (isFull()) {
            return 0;
        }
        long fitting = largestRow == 0 ? 1 : CHUNK_BYTES / 4 / largestRow;
        long atOnce = Math.max(1, Math.min(MAX_REQUEST, fitting));
        return Math.max(0, Math.min(atOnce, settings.chunkRows() - collected.size()) - requested);
    }

    private void request(Flow.Subscription from, long rows) {
        try {
            from.request(rows);
        } catch (Throwable e) {
            stop(e);
        }
    }

    private synchronized long changes() {
        return changes;
    }

    private void submit(Batch chunk) {
        WriterHold.runInside(hold, () -> {
            CompletableFuture<ChunkResult> future = submitter.submit(() -> operation(chunk));
            if (began(future)) {
                future.cancel(false);
            }
            Callbacks.whenDone(future, (done, failed) -> {
                if (done == null) {
                    failed(Objects.requireNonNull(failed));
                } else {
                    succeeded(chunk.size(), done);
                }
            });
        });
    }

    private ChunkOperation operation(Batch chunk) {
        boolean skips = settings.refused() != null;
        return new ChunkOperation(submitter.callbacks().executor(), chunk.bound(), skips, isFirst());
    }

    private synchronized boolean isFirst() {
        return written == 0;
    }

    /** Notes the chunk that is being written. Returns whether the write was cancelled meanwhile. */
    private synchronized boolean began(CompletableFuture<?> future) {
        writing = future;
        return cancelled;
    }

    private void failed(Throwable reason) {
        synchronized (this) {
            busy = false;
        }
        stop(reason);
    }

    private void succeeded(int rows, ChunkResult chunk) {
        long before;
        synchronized (this) {
            before = written;
            written += rows;
            changes += chunk.changes();
        }
        try {
            report(chunk, before);
            settings.progress().accept(before + rows);
        } catch (Throwable e) {
            stop(e);
        }
        synchronized (this) {
            busy = false;
        }
        advance();
        endIfStopped();
    }

    private void report(ChunkResult chunk, long before) {
        Consumer<? super RefusedRow> listener = settings.refused();
        if (listener != null) {
            chunk.refused()
                    .forEach(row -> listener.accept(new RefusedRow(before + row.index(), row.code(), row.reason())));
        }
    }

    /** Stops and gives up the chunk that is being written. */
    void cancel() {
        CompletableFuture<?> current;
        synchronized (this) {
            cancelled = true;
            current = writing;
        }
        stop(new CancellationException());
        if (current != null) {
            current.cancel(false);
        }
    }

    /** Takes no further rows. The first reason counts. */
    private void stop(Throwable reason) {
        Flow.Subscription from;
        synchronized (this) {
            if (done) {
                return;
            }
            failure = failure == null ? reason : failure;
            from = source;
        }
        try {
            if (from != null) {
                from.cancel();
            }
        } catch (Throwable e) {
            if (!e.equals(reason)) {
                reason.addSuppressed(e);
            }
        }
        endIfStopped();
    }

    private void endIfStopped() {
        Throwable reason;
        synchronized (this) {
            if (failure == null || busy || done) {
                return;
            }
            done = true;
            boolean nothingStays = settings.whole() || written == 0;
            reason = nothingStays ? failure : Failures.bulkWrite(written, settings.sql(), failure);
        }
        submitter.callbacks().run(() -> result.fail(reason));
    }
}
