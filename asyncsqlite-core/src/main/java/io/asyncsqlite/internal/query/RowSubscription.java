package io.asyncsqlite.internal.query;

import io.asyncsqlite.ConnectionClosedException;
import io.asyncsqlite.CursorClosedException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseFailedException;
import io.asyncsqlite.StreamExpiredException;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.concurrent.SerialSubscription;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.StoredRow;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries the rows of one run of a query to one subscriber.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The query starts with the first request, and each chunk that was used up allows one more to be read.
 *   <li>An error of the query is signalled after the rows before it. An end from outside is signalled at once.
 * </ol>
 */
public final class RowSubscription<T> extends SerialSubscription<T> implements ChunkSink {

    /** Rows, or the error that follows them. */
    private record Chunk(Rows rows, boolean last, @Nullable Throwable failure) {}

    private final OperationSubmitter submitter;
    private final Codecs codecs;
    private final Function<ChunkSink, ChunkSource> opening;
    private final Function<StoredRow, T> mapper;
    private final Queue<Chunk> chunks = new ConcurrentLinkedQueue<>();

    // Written by one thread at a time.
    private volatile @Nullable ChunkSource source;

    // One thread at a time.
    private int position;

    /**
     * Makes a subscription.
     *
     * @param opening starts to read, or throws why not
     */
    public RowSubscription(
            OperationSubmitter submitter,
            Function<ChunkSink, ChunkSource> opening,
            Function<StoredRow, T> mapper,
            Flow.Subscriber<? super T> subscriber) {
        super(submitter.callbacks(), subscriber);
        this.submitter = submitter;
        this.codecs = submitter.statements().codecs();
        this.opening = opening;
        this.mapper = mapper;
    }

    @Override
    public void run(Runnable signals) {
        WriterHold.runInside(submitter.hold(), signals);
    }

    @Override
    public void rows(Rows rows, boolean last) {
        chunks.add(new Chunk(rows, last, null));
        schedule();
    }

    @Override
    public void last(Rows rows) {
        chunks.add(new Chunk(rows, true, null));
        advanceHere();
    }

    @Override
    public void failed(Throwable reason) {
        if (isEndFromOutside(reason)) {
            fail(reason);
        } else {
            chunks.add(new Chunk(new Rows(Columns.NONE, List.of()), true, reason));
            schedule();
        }
    }

    private static boolean isEndFromOutside(Throwable reason) {
        return reason instanceof ConnectionClosedException
                || reason instanceof CursorClosedException
                || reason instanceof DatabaseClosedException
                || reason instanceof DatabaseFailedException
                || reason instanceof StreamExpiredException
                || reason instanceof TransactionException;
    }

    @Override
    public boolean open() {
        return openWithDemand(source != null, () -> source = opening.apply(this));
    }

    @Override
    public void emit() {
        Chunk chunk;
        while (!isEnding() && (chunk = chunks.peek()) != null) {
            int size = chunk.rows.values().size();
            long wanted = demand();
            int emitted = (int) Math.min(size - position, wanted);
            int end = position + emitted;
            while (position < end && !isCancelled()) {
                signal(mapper.apply(chunk.rows.row(position++, codecs)));
            }
            demandMet(emitted);
            if (position < size || isCancelled()) {
                return;
            }
            endChunk(chunk);
        }
    }

    private void endChunk(Chunk chunk) {
        chunks.remove();
        position = 0;
        Throwable behind = chunk.failure;
        ChunkSource now = source;
        if (behind != null) {
            finishWith(behind);
        } else if (chunk.last) {
            complete();
        } else if (now != null) {
            now.consumed();
        }
    }

    @Override
    public void stopReading() {
        ChunkSource now = source;
        if (now != null) {
            now.abandon();
        }
    }

    @Override
    public void release() {
        chunks.clear();
        stopReading();
    }
}
