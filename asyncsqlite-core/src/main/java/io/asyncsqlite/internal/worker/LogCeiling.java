package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.WrittenLog;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.LongRead;
import io.asyncsqlite.internal.option.Millis;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the write-ahead log from growing without bound. A log can start anew only when no reader uses it. Short reads that overlap always leave
 * one that does, and a checkpoint that waits for none of them never gets there. Worker thread only, between two transactions.
 *
 * <p>Invariants:
 * <ol>
 *   <li>At {@code BYTES} the writer waits up to {@code WAIT_NANOS} for the reads of that moment to end, and has the log start anew. Reads that begin
 *       meanwhile need no log.
 *   <li>If a read lasts longer, the writer tries again each time the log has grown by {@code BYTES}, and waits {@code WAIT_NANOS} longer, but
 *       never longer than {@code MAX_WAIT_NANOS}.
 *   <li>It does not wait for a read that is known to last, such as a backup.
 *   <li>From the first failure on, a WARNING names the oldest read, at most once in {@code WARNING_NANOS}.
 * </ol>
 *
 * @see <a href="https://www.sqlite.org/wal.html#avoiding_excessively_large_wal_files">Avoiding Excessively Large WAL Files</a>
 */
final class LogCeiling {

    private static final Log LOG = Log.of(LogCeiling.class);
    private static final long BYTES = 64L << 20;
    private static final long WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MAX_WAIT_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long WARNING_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final WrittenLog log;
    private final Supplier<@Nullable LongRead> oldestRead;
    private final Runnable beforeWaiting;
    private @Nullable Long pageSize;

    /** How often the log could not start anew since it did last. */
    private int failures;

    private @Nullable Long warnedNanos;

    /**
     * Makes a ceiling.
     *
     * @param oldestRead finds the read of this program that began first
     * @param beforeWaiting hands over answers, which would wait otherwise
     */
    LogCeiling(WrittenLog log, Supplier<@Nullable LongRead> oldestRead, Runnable beforeWaiting) {
        this.log = log;
        this.oldestRead = oldestRead;
        this.beforeWaiting = beforeWaiting;
    }

    /**
     * Has the log start anew if it is too large. Called after a checkpoint that did not wait.
     *
     * @param frames pages in the log
     */
    void check(DatabaseConnection writer, long frames) throws EngineException {
        if (pageSize == null) {
            // With a write-ahead log it never changes.
            pageSize = Long.valueOf(writer.pragma("PRAGMA " + log.qualifier() + "page_size"));
        }
        long bytes = frames * pageSize;
        if (bytes < BYTES) {
            failures = 0;
        } else if (bytes >= (failures + 1) * BYTES) {
            restart(writer, bytes);
        }
    }

    private void restart(DatabaseConnection writer, long bytes) throws EngineException {
        LongRead oldest = oldestRead.get();
        if ((oldest == null || !oldest.lasts()) && startsAnew(writer)) {
            failures = 0;
            return;
        }
        // Not more often, also if the log had grown a lot when it was looked at.
        failures = (int) Math.max(failures + 1, bytes / BYTES);
        warn(log.database(), bytes);
    }

    private boolean startsAnew(DatabaseConnection writer) throws EngineException {
        beforeWaiting.run();
        long wait = Math.min(MAX_WAIT_NANOS, (failures + 1) * WAIT_NANOS);
        return Long.valueOf(0).equals(writer.pragmaRow(log.checkpoint("RESTART"), wait)[0]);
    }

    private void warn(String database, long bytes) {
        long now = System.nanoTime();
        if (warnedNanos == null || now - warnedNanos >= WARNING_NANOS) {
            warnedNanos = now;
            LongRead oldest = oldestRead.get();
            LOG.log(System.Logger.Level.WARNING, () -> message(database, bytes, oldest, now));
        }
    }

    private static String message(String database, long bytes, @Nullable LongRead oldest, long now) {
        String reader = oldest == null
                ? "a reader of another program, or one that has just ended"
                : oldest.description() + ", which has run for " + Millis.of(now - oldest.sinceNanos())
                        + " and is the oldest read of this program";
        return "The write-ahead log of database '" + database + "' has " + (bytes >> 20)
                + " MiB and grows with each write, because it is in use by " + reader;
    }
}
