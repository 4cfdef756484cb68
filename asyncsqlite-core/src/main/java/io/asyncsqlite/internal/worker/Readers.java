package io.asyncsqlite.internal.worker;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationQueue;
import io.asyncsqlite.internal.worker.Reader.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Runs reads on read-only connections, each with a thread. Readers in the pool take operations from one queue. A stream waits for
 * its subscriber, and a transaction for its function. Before its operation waits so, a reader leaves the pool, and another one
 * takes its place when it is needed.
 *
 * <pre>
 * POOLED --its operation is about to wait--> LENT --the operation has ended--> POOLED, or SPARE if the pool is full
 * SPARE --needed in the pool--> POOLED      SPARE --for {@code SPARE_NANOS}--> closed
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>An accepted operation is taken by exactly one reader, and only by one that is POOLED.
 *   <li>An operation on a POOLED reader waits for no consumer and no other operation, except for the code of a lambda. So each
 *       POOLED reader becomes free by itself, and an operation that waits in the queue gets its turn.
 *   <li>At most {@code max} readers are POOLED unless the database closes, and at most {@code maxLent} are LENT, without those
 *       whose operation is stopping. An operation that would exceed these bounds fails and does not wait. A connection is opened
 *       only if none is SPARE. So no more than {@code max + maxLent} connections are open, without those whose operation is
 *       stopping.
 *   <li>If more operations wait than POOLED readers are free, and fewer than {@code max} readers are POOLED, one more becomes
 *       POOLED. A reader is free from before it hands over its last result until after it has taken an operation. So there are no
 *       more readers than callers, if each caller waits for its result before it submits again.
 *   <li>If no reader is POOLED and none can be started, the waiting operations fail; the next submission tries again.
 *   <li>A reader that ends, for whatever reason, leaves the counts. After {@link #close} no reader is left.
 * </ol>
 */
public final class Readers {

    /** How long an unused connection is kept for further streams. */
    private static final long SPARE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final OperationQueue queue;
    private final Completions completions;
    private final ConnectionFactory connections;
    private final Deadlines deadlines;
    private final ThreadStarter starter;
    private final int max;
    private final int maxLent;

    /** How many POOLED readers are not free. */
    private final AtomicInteger busy = new AtomicInteger();

    // Written under the lock.
    private volatile int pooled;
    private volatile boolean closing;

    // Guarded by this.
    private final List<Thread> threads = new ArrayList<>();
    private final List<Reader> readers = new ArrayList<>();
    private int lent;
    private int spare;
    /** How many spare readers already count as POOLED, but have not woken yet. */
    private int promoted;

    public Readers(
            OperationQueue queue,
            Completions completions,
            ConnectionFactory connections,
            Deadlines deadlines,
            ThreadStarter starter,
            SqliteOptions options) {
        this.queue = queue;
        this.completions = completions;
        this.connections = connections;
        this.deadlines = deadlines;
        this.starter = starter;
        this.max = options.readers();
        this.maxLent = options.streamConnections();
    }

    /** Puts a further reader into the pool if more operations wait than readers are free. Does not throw. */
    public void startIfNeeded() {
        // While the database closes, {@link #close} and the readers run the operations that were accepted before.
        if (isNeeded() && !closing) {
            startOne();
        }
    }

    private boolean isNeeded() {
        int inPool = pooled;
        int waiting = queue.size();
        return inPool < max && waiting > 0 && waiting > inPool - busy.get();
    }

    private void replaceIfNeeded() {
        if (isNeeded()) {
            startOne();
        }
    }

    private void startOne() {
        Throwable obstacle = promoteOrStart();
        if (obstacle != null) {
            failWaiting(new DatabaseOpenException(
                    "No thread could be started for a reading connection of database '" + connections.database()
                            + "': the operation was not executed",
                    Reason.NO_THREAD,
                    obstacle));
        }
    }

    /** Returns the reason why no reader could be started, if none is left; otherwise null. */
    private synchronized @Nullable Throwable promoteOrStart() {
        if (!isNeeded()) {
            return null;
        }
        pooled++;
        if (spare > 0) {
            spare--;
            promoted++;
            notifyAll();
            return null;
        }
        try {
            start();
            return null;
        } catch (Throwable e) {
            pooled--;
            return pooled == 0 ? e : null;
        }
    }

    private synchronized void start() {
        int number = IntStream.iterate(1, n -> n + 1)
                .filter(n -> readers.stream().noneMatch(reader -> reader.number() == n))
                .findFirst()
                .orElseThrow();
        Reader reader = new Reader(this, queue, completions, connections, number);
        Thread thread = new DatabaseThread("reader-" + number + "-" + connections.database(), reader);
        threads.removeIf(other -> !other.isAlive());
        readers.add(reader);
        threads.add(thread);
        try {
            starter.start(thread);
        } catch (Throwable e) {
            readers.remove(reader);
            threads.remove(thread);
            throw e;
        }
    }

    private void failWaiting(SqliteException reason) {
        completions.failAll(queue.takeAll(), reason);
    }

    /** Lets readers finish the operations in the closed queue, and returns when all readers have ended. */
    public void close() {
        wakeSpareToClose();
        // The thread that submitted the last operation may be too late to start a reader.
        replaceIfNeeded();
        for (List<Thread> left = alive(); !left.isEmpty(); left = alive()) {
            left.forEach(DatabaseThread::joinUninterruptibly);
        }
    }

    private synchronized void wakeSpareToClose() {
        closing = true;
        notifyAll();
    }

    private synchronized List<Thread> alive() {
        return threads.stream().filter(Thread::isAlive).toList();
    }

    /** Says, for a message, why no reader ran an operation. */
    public String obstacle() {
        return busy.get() + " of " + max + " readers were busy";
    }

    /** Stops the running operations. */
    public synchronized void abandon(DatabaseClosedException reason) {
        readers.forEach(reader -> reader.abandon(reason));
    }

    /** Returns the read that began first, or null. */
    public synchronized @Nullable LongRead oldest() {
        return LongRead.oldest(readers.stream().map(Reader::current));
    }

    public synchronized int open() {
        return pooled + lent + spare;
    }

    /** Returns how many readers run an operation. */
    public synchronized int busy() {
        return busy.get() + lent;
    }

    public synchronized int lent() {
        return lent;
    }

    // The following methods are called by the readers, each for itself.

    /** Notes that a reader has taken an operation. */
    void taken(Reader reader) {
        if (!reader.busy) {
            reader.busy = true;
            busy.incrementAndGet();
            // A thread that submitted another operation meanwhile counted this reader as free.
            replaceIfNeeded();
        }
    }

    /** Notes that a reader has no operation, or has finished the operation that it was lent for. */
    void free(Reader reader) {
        if (reader.place == Place.LENT) {
            takeBack(reader);
        } else {
            markIdle(reader);
        }
    }

    private void markIdle(Reader reader) {
        if (reader.busy) {
            reader.busy = false;
            busy.decrementAndGet();
        }
    }

    private synchronized void takeBack(Reader reader) {
        lent--;
        if (pooled < max || closing) {
            pooled++;
            reader.place = Place.POOLED;
        } else {
            spare++;
            reader.place = Place.SPARE;
        }
    }

    /** Takes a reader out of the pool for the operation that it runs, or throws if too many are out. */
    void lend(Reader reader, String sql) {
        if (reader.place == Place.POOLED) {
            leavePool(reader, sql);
            replaceIfNeeded();
        }
    }

    private synchronized void leavePool(Reader reader, String sql) {
        if (lent >= maxLent && lentAndNotEnding() >= maxLent) {
            throw Failures.tooManyStreams(connections.database(), maxLent, sql);
        }
        markIdle(reader);
        pooled--;
        lent++;
        reader.place = Place.LENT;
    }

    /**
     * Returns the LENT readers without those whose operation is about to end: code that cancels a stream may open another one at
     * once.
     */
    private long lentAndNotEnding() {
        return readers.stream()
                .filter(reader -> reader.place == Place.LENT && !reader.isEnding())
                .count();
    }

    /** Waits, if a reader is spare, until it is needed in the pool. Returns false if it is to end. */
    boolean awaitPlace(Reader reader) {
        return reader.place == Place.POOLED || awaitPromotion(reader);
    }

    private synchronized boolean awaitPromotion(Reader reader) {
        long deadlineNanos = System.nanoTime() + SPARE_NANOS;
        long left = SPARE_NANOS;
        while (promoted == 0 && !closing && left > 0) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, left);
            } catch (InterruptedException e) {
                // User code that ran on this thread left the interrupt.
            }
            left = deadlineNanos - System.nanoTime();
        }
        if (promoted == 0) {
            return false;
        }
        promoted--;
        reader.place = Place.POOLED;
        return true;
    }

    /**
     * Notes that a reader has gone.
     *
     * @param obstacle why it could not open its connection, or null if that is not why it ends
     */
    void ended(Reader reader, @Nullable Throwable obstacle) {
        boolean noneIsLeft = leave(reader);
        if (obstacle == null) {
            replaceIfNeeded();
        } else if (noneIsLeft) {
            failWaiting(reason(obstacle));
        }
    }

    /** Fails a read that waited in vain for the next connection of its reader. */
    void fail(Operation<?> operation, Throwable obstacle) {
        deadlines.ended(operation);
        completions.failAll(List.of(operation), reason(obstacle));
    }

    Deadlines deadlines() {
        return deadlines;
    }

    private SqliteException reason(Throwable obstacle) {
        if (obstacle instanceof DatabaseOpenException open && open.reason() == Reason.NO_LEADER) {
            return Failures.noLeader(connections.database(), Objects.requireNonNullElse(open.getCause(), open));
        }
        return obstacle instanceof SqliteException reason
                ? reason
                : new DatabaseOpenException(
                        "A reading connection of database '" + connections.database() + "' cannot be opened: "
                                + obstacle,
                        Reason.OTHER,
                        obstacle);
    }

    /** Counts a reader no more, and returns whether none is left in the pool. */
    private synchronized boolean leave(Reader reader) {
        readers.remove(reader);
        markIdle(reader);
        if (reader.place == Place.LENT) {
            lent--;
        } else if (reader.place == Place.SPARE && spare > 0) {
            spare--;
        } else {
            if (reader.place == Place.SPARE) {
                // It was promoted while it was about to end.
                promoted--;
            }
            pooled--;
        }
        return pooled == 0;
    }
}
