package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.LogFile;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Counts the commits that do not wait for the disk, and flushes the write-ahead log for all of them at once. Any thread.
 *
 * <pre>
 * number of commits:   flushed &lt;= ended &lt;= begun
 * FLUSHED --begun--> PENDING --flush of all that ended--> FLUSHED      PENDING --flush fails--> FAILED
 * </pre>
 *
 * With {@code synchronous=NORMAL} a COMMIT appends its pages to the log and returns. A flush of the log makes it as durable as
 * {@code synchronous=FULL} would have, which differs in WAL mode only by a flush in each COMMIT.
 *
 * <p>Invariants:
 * <ol>
 *   <li>{@link #begun} is raised before other connections can see the commit. A thread that reads it after a query gets the number of the
 *       last commit which the query saw, or a later one.
 *   <li>{@code flushed} is raised only to a number that had ended before the flush began.
 *   <li>After FAILED nothing is flushed: a system reports a failed write once, and a later flush would seem to succeed.
 * </ol>
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_synchronous">PRAGMA synchronous</a>
 */
public final class LogFlush {

    private static final int FIRST_THAT_TELLS_LOG_SIZE = 3_051;

    private final ReentrantLock flushing = new ReentrantLock();

    // Written by the one thread that has its turn to write.
    private volatile long begun;
    private volatile long ended;

    // Written under the lock.
    private volatile long flushed;
    private volatile @Nullable IOException failure;

    // Guarded by the lock.
    private @Nullable Callable<LogFile> opening;
    private @Nullable LogFile log;

    /** Sets how to open the log that is to be flushed. Without it every commit waits for the disk itself. */
    void of(Callable<LogFile> opening) {
        flushing.lock();
        try {
            this.opening = opening;
        } finally {
            flushing.unlock();
        }
    }

    /** Opens the log, and returns whether commits may leave the wait for the disk to {@link #flush}. */
    public boolean open() {
        flushing.lock();
        try {
            if (log == null && opening != null) {
                log = opening.call();
            }
            return log != null;
        } catch (Exception e) {
            return false;
        } finally {
            flushing.unlock();
        }
    }

    /** Notes that a COMMIT begins which does not wait for the disk. */
    void begin() {
        begun = ended + 1;
    }

    /** Notes that this COMMIT has ended, in whichever way. */
    void end() {
        ended = begun;
    }

    /** Returns the number of the last commit that may be seen. */
    public long begun() {
        return begun;
    }

    /** Returns up to which number commits are on the disk. */
    public long flushed() {
        return flushed;
    }

    /** Tells whether a commit that may be seen is not on the disk. */
    public boolean isPending() {
        return begun != flushed;
    }

    /** Returns why a flush failed, or null. */
    public @Nullable IOException failure() {
        return failure;
    }

    /** Waits until the commits that have ended are on the disk, unless a flush has failed. Returns how many this call has flushed. */
    public long flush() {
        flushing.lock();
        try {
            long upTo = ended;
            long commits = upTo - flushed;
            if (commits == 0 || failure != null || log == null) {
                return 0;
            }
            log.force();
            flushed = upTo;
            return commits;
        } catch (IOException e) {
            failure = e;
            return 0;
        } finally {
            flushing.unlock();
        }
    }

    /** Lengthens the log as {@link LogFile#lengthen} does, if commits wait for the disk. The connection that writes has the lock for it. */
    void lengthen(long least, int added) throws IOException {
        if (!open()) {
            return;
        }
        flushing.lock();
        try {
            if (log != null) {
                log.lengthen(least, added);
            }
        } finally {
            flushing.unlock();
        }
    }

    /** Closes the log, before SQLite may delete it. */
    void close() {
        flushing.lock();
        try {
            opening = null;
            if (log != null) {
                log.close();
                log = null;
            }
        } catch (IOException e) {
            // Nothing is written through this file.
        } finally {
            flushing.unlock();
        }
    }

    /** Tells whether a version of SQLite knows {@code PRAGMA wal_checkpoint(NOOP)}. */
    public static boolean tellsLogSize(String version) {
        String[] numbers = version.split("\\.", 3);
        return Integer.parseInt(numbers[0]) * 1_000 + Integer.parseInt(numbers[1]) >= FIRST_THAT_TELLS_LOG_SIZE;
    }
}
