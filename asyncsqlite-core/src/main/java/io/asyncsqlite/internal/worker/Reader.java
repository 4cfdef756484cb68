package io.asyncsqlite.internal.worker;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineException.Loss;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import org.jspecify.annotations.Nullable;

/**
 * The thread of one reading connection: takes operations and runs them, one at a time.
 *
 * <p>Invariants: whatever ends the thread, every operation that it has taken completes, and the reader leaves the counts of
 * {@link Readers}. After an error it leaves them first: a caller that submits again at once has another reader started.
 */
final class Reader implements Runnable {

    /** The state of a reader, see {@link Readers}. */
    enum Place {
        POOLED,
        LENT,
        SPARE
    }

    private final Readers readers;
    private final OperationQueue queue;
    private final ConnectionFactory connections;
    private final ReadGroup group;
    private final ReaderWait idleWait = new ReaderWait();
    private final int number;

    /** The operation that runs now. */
    private volatile @Nullable Operation<?> operation;

    // Its own thread only; written under the lock of the readers.
    Place place = Place.POOLED;

    // Its own thread only.
    boolean busy;

    /** The read that a lost connection failed, to be run on another one; it waits so, within its time. */
    private @Nullable Operation<?> again;

    Reader(Readers readers, OperationQueue queue, Completions completions, ConnectionFactory connections, int number) {
        this.readers = readers;
        this.queue = queue;
        this.connections = connections;
        this.group = new ReadGroup(queue, completions);
        this.number = number;
    }

    int number() {
        return number;
    }

    /** Tells, on any thread, whether its operation has ended or is about to end. */
    boolean isEnding() {
        Operation<?> now = operation;
        return now == null || now.isStopping();
    }

    /** Returns, on any thread, what it runs now, or null. */
    @Nullable
    LongRead current() {
        return LongRead.of(operation);
    }

    void abandon(DatabaseClosedException reason) {
        Operation<?> now = operation;
        if (now != null) {
            now.abandon(reason);
        }
    }

    @Override
    public void run() {
        Throwable obstacle;
        try {
            obstacle = serve();
        } catch (Throwable e) {
            try {
                readers.ended(this, null);
            } finally {
                group.fail(e);
                failAgain(e);
            }
            throw e;
        }
        readers.ended(this, obstacle);
        failAgain(obstacle);
    }

    /** Fails the read that waits for another connection, if there will be none. */
    private void failAgain(@Nullable Throwable obstacle) {
        Operation<?> left = again;
        if (obstacle != null && left != null) {
            readers.fail(left, obstacle);
        }
    }

    /**
     * Runs operations until the queue is closed and empty, or the reader is no longer needed. Returns why no connection could be
     * opened, or null.
     */
    private @Nullable Throwable serve() {
        DatabaseConnection connection;
        do {
            try {
                connection = connections.openReader();
            } catch (Throwable e) {
                return e;
            }
        } while (serve(connection));
        return null;
    }

    /** Runs operations, and returns whether to go on with another connection because this one is broken. */
    private boolean serve(DatabaseConnection connection) {
        try {
            connection.interrupter().stopIf(group::handOverIfLate);
            connection.onLongRead(this::becomeLong);
            while (connection.broken() == null) {
                Operation<?> second = takeAgain();
                Operation<?> next = second != null ? second : readers.awaitPlace(this) ? take() : null;
                if (next == null) {
                    return false;
                }
                run(connection, next, second != null);
            }
            group.end();
            return true;
        } finally {
            connections.close(connection);
        }
    }

    /** Takes the read that is to run for the second time, or null. Its time may have ended, or its caller cancelled it, meanwhile. */
    private @Nullable Operation<?> takeAgain() {
        Operation<?> second = again;
        again = null;
        if (second != null) {
            readers.deadlines().ended(second);
        }
        return second;
    }

    /** Waits for an operation. Returns null once the queue is closed and empty. */
    private @Nullable Operation<?> take() {
        Operation<?> next = queue.poll();
        if (next == null) {
            next = awaitNext();
        }
        if (next != null) {
            readers.taken(this);
        }
        return next;
    }

    private @Nullable Operation<?> awaitNext() {
        // Before the results are handed over: a callback may submit the next read at once, and this reader must
        // count as free then.
        readers.free(this);
        group.end();
        Operation<?> soon = idleWait.await(queue::poll);
        return soon == null ? queue.take() : soon;
    }

    private void run(DatabaseConnection connection, Operation<?> next, boolean secondTime) {
        if (!next.start(System.nanoTime())) {
            return;
        }
        idleWait.read();
        operation = next;
        boolean quick = group.run(connection, next);
        operation = null;
        if (!secondTime && runsAgain(connection, next)) {
            return;
        }
        if (quick && place == Place.POOLED) {
            group.keep(next);
        } else {
            readers.free(this);
            group.handOverLast();
        }
    }

    /** Tells whether a read has met the loss of its connection for the first time, and is to run on the next one. */
    private boolean runsAgain(DatabaseConnection connection, Operation<?> last) {
        EngineException loss = connection.loss();
        boolean mayRun = loss != null && loss.loss() != Loss.NO_ANSWER && last.shareable() && last.failure() != null;
        if (!mayRun || !last.putBack()) {
            return false;
        }
        again = last;
        group.forgetLast();
        readers.deadlines().running(last);
        return true;
    }

    /** Leaves the pool, because its operation is about to wait for other code. Throws if no more readers can be lent. */
    private void becomeLong() {
        group.handOver();
        Operation<?> now = operation;
        if (now != null) {
            readers.lend(this, now.sql());
        }
    }
}
