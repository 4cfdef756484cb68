package io.asyncsqlite.internal.query;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.query.ConnectionOperation.Fetch;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.ChunkSize;
import io.asyncsqlite.internal.statement.Rows;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
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
    private final Open open;
    private final AtomicInteger credits = new AtomicInteger(2);

    private final AtomicBoolean released = new AtomicBoolean();

    private volatile boolean ended;
    private volatile @Nullable CompletableFuture<?> reading;

    // Handed on from one operation to the next.
    private ChunkSize size;

    private CursorChunks(OperationSubmitter submitter, CursorHome home, BoundStatement bound, ChunkSink sink) {
        this.submitter = submitter;
        this.home = home;
        this.sink = sink;
        this.size = bound.chunkSize();
        this.open = new Open(submitter.callbacks().executor(), home, bound, sink::failed);
    }

    /** Starts to read a query that does not write. */
    static CursorChunks start(OperationSubmitter submitter, CursorHome home, BoundStatement bound, ChunkSink sink) {
        CursorChunks chunks = new CursorChunks(submitter, home, bound, sink);
        chunks.await(submitter.submit(() -> chunks.open));
        return chunks;
    }

    private void await(CompletableFuture<Rows> chunk) {
        reading = chunk;
        Callbacks.whenDone(chunk, (rows, failure) -> {
            if (rows != null) {
                read(rows);
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

    private void read(Rows rows) {
        boolean last = open.rows().isExhausted();
        if (last) {
            ended = true;
        }
        size = size.next(rows.values());
        sink.rows(rows, last);
        if (!ended && credits.decrementAndGet() > 0) {
            readOn();
        }
    }

    private void readOn() {
        await(submitter.submit(
                () -> new FetchChunk(submitter.callbacks().executor(), home, open.rows(), size.rows()),
                home::acceptFetch));
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
            home.endLater("close stream", open::release);
        }
    }

    /** Runs the query and reads its first chunk. */
    private static final class Open extends StatementOperation<Rows> {

        private final CursorHome home;
        private final BoundStatement bound;
        private final Consumer<RuntimeException> whenEnded;

        // Written by the worker, then read by the thread that completes the operation.
        private @Nullable CursorRows rows;

        Open(Executor executor, CursorHome home, BoundStatement bound, Consumer<RuntimeException> whenEnded) {
            super(executor, bound.statement(), bound.bytes());
            this.home = home;
            this.bound = bound;
            this.whenEnded = whenEnded;
        }

        CursorRows rows() {
            return Objects.requireNonNull(rows);
        }

        @Override
        public Rows work(DatabaseConnection connection) {
            CursorRows opened = new CursorRows(bound, connection.open(bound));
            rows = opened;
            opened.whenEnded(whenEnded);
            int first = bound.chunkSize().rows();
            opened.fill(first);
            if (opened.isRunning()) {
                home.opened(opened);
            }
            return new Rows(opened.columns(), opened.take(first));
        }

        /** Closes the query. Worker thread only. */
        void release() {
            CursorRows opened = rows;
            if (opened != null) {
                opened.refuse(Failures.cursorClosed("is closed", bound.sql()));
                home.usedUp(opened);
            }
        }
    }

    /** Reads one more chunk. The bounds of the queue do not apply to it, so a full queue does not end the stream. */
    private static final class FetchChunk extends Fetch<Rows> {

        FetchChunk(Executor executor, CursorHome home, CursorRows rows, int size) {
            super(executor, home, rows, size, from -> from.take(size), chunk -> chunk);
        }

        @Override
        public boolean needsPlace() {
            return false;
        }
    }
}
