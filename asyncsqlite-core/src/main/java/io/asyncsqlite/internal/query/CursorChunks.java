package io.asyncsqlite.internal.query;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.Rows;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query in chunks on a connection that does other things in between. Each chunk is an operation of its own.
 *
 * <pre> OPENING --> READING --last row, error, abandon--> ENDED      READING &lt;--> IDLE, without a credit </pre>
 *
 * Invariants:
 * <ol>
 *   <li>There are two credits. Reading a chunk takes one; it comes back when the consumer has used up the chunk.
 *   <li>An operation is queued or runs exactly as long as there is a credit and more to read: never two at once.
 *   <li>However it ends, the worker closes the query in its turn, or at the end of the transaction or connection.
 *   <li>If the stream is ended from outside, the consumer gets the reason at once, also without demand.
 * </ol>
 */
final class CursorChunks implements ChunkSource {

    private final OperationSubmitter submitter;
    private final CursorHome home;
    private final ChunkSink sink;
    private final BoundStatement bound;
    private final Executor executor;
    private final AtomicInteger credits = new AtomicInteger(2);

    private final AtomicBoolean released = new AtomicBoolean();

    private volatile boolean ended;
    private volatile @Nullable CompletableFuture<?> reading;

    // Handed on from one operation to the next, and to the thread that completes it.
    private ChunkSize size;
    private @Nullable CursorRows rows;

    private CursorChunks(OperationSubmitter submitter, CursorHome home, BoundStatement bound, ChunkSink sink) {
        this.submitter = submitter;
        this.home = home;
        this.sink = sink;
        this.size = bound.chunkSize();
        this.bound = bound;
        this.executor = submitter.callbacks().executor();
    }

    /** Starts to read a query that does not write. */
    static CursorChunks start(OperationSubmitter submitter, CursorHome home, BoundStatement bound, ChunkSink sink) {
        CursorChunks chunks = new CursorChunks(submitter, home, bound, sink);
        chunks.await(submitter.submit(() -> new StatementOperation<>(
                chunks.executor, bound.statement(), bound.values(), bound.bytes(), chunks::open, first -> first)));
        return chunks;
    }

    private void await(CompletableFuture<Rows> chunk) {
        reading = chunk;
        Callbacks.whenDone(chunk, (read, failure) -> {
            if (read != null) {
                pass(read);
            } else if (failure != null && !ended) {
                release();
                sink.failed(failure);
            }
        });
        if (ended) {
            // The stream was abandoned before this operation existed.
            chunk.cancel(false);
        }
    }

    private void pass(Rows chunk) {
        boolean last = Objects.requireNonNull(rows).isExhausted();
        if (last) {
            ended = true;
        }
        size = size.next(chunk.values());
        sink.rows(chunk, last);
        if (!ended && credits.decrementAndGet() > 0) {
            readOn();
        }
    }

    private void readOn() {
        await(submitter.submit(this::next, home::acceptFetch));
    }

    @Override
    public void consumed() {
        if (credits.getAndIncrement() == 0 && !ended) {
            readOn();
        }
    }

    @Override
    public void abandon() {
        if (ended) {
            return;
        }
        release();
        CompletableFuture<?> now = reading;
        if (now != null) {
            now.cancel(false);
        }
    }

    private void release() {
        ended = true;
        if (released.compareAndSet(false, true)) {
            home.endLater("close stream", this::closeQuery);
        }
    }

    /** Runs the query and reads its first chunk. */
    private Rows open(DatabaseConnection connection) {
        int first = bound.chunkSize().rows();
        CursorRows opened = new CursorRows(bound, connection.open(bound));
        rows = opened;
        opened.whenEnded(sink::failed);
        opened.fill(first);
        if (opened.isRunning()) {
            home.opened(opened);
        }
        return new Rows(opened.columns(), opened.take(first));
    }

    /** Closes the query. Worker thread only. */
    private void closeQuery() {
        CursorRows opened = rows;
        if (opened != null) {
            opened.refuse(Failures.cursorClosed("is closed", bound.sql()));
            home.usedUp(opened);
        }
    }

    /** Reads one more chunk. The bounds of the queue do not apply to it, so a full queue does not end the stream. */
    private Operation<Rows> next() {
        CursorRows opened = Objects.requireNonNull(rows);
        int wanted = size.rows();
        return new ConnectionOperation<>(
                executor,
                OperationKind.READ,
                opened.sql(),
                0,
                connection -> opened.fill(home, wanted, from -> from.take(wanted))) {

            @Override
            public boolean needsPlace() {
                return false;
            }
        };
    }
}
