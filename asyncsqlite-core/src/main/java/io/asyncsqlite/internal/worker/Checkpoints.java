package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.WrittenLog;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.LongRead;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Copies the write-ahead log of the writer back into the file once it has grown. SQLite would do this inside of a COMMIT, before
 * the futures of its operations complete, and does not report it. Worker thread only, between two transactions.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A checkpoint follows a COMMIT that leaves {@code MIN_FRAMES} in the log. It is left to a later COMMIT if the time since
 *       the last attempt is less than {@code PAUSE_NANOS}, or less than that attempt took. So checkpoints take at most half of
 *       the time, also while readers keep pages in the log.
 *   <li>A checkpoint waits for no other connection. Pages that another connection still reads stay in the log, and a later
 *       checkpoint copies them. Only for a log that has become too large there is {@link LogCeiling}.
 *   <li>A failure has no effect on operations: committed changes are in the log.
 *   <li>A version of SQLite that cannot tell the size of its log runs checkpoints inside of COMMITs, as by default.
 *   <li>Each attached file that is written has a log of its own, of which the same holds.
 *   <li>The file of the log is emptied if it is larger than {@code MAX_IDLE_FRAMES} and the writer had nothing to do for {@code IDLE_NANOS}.
 *       That waits for no other connection either: while one needs the log, it is tried again {@code IDLE_NANOS} later.
 * </ol>
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">PRAGMA wal_checkpoint</a>
 */
public final class Checkpoints {

    private static final Log LOG = Log.of(Checkpoints.class);

    /** SQLite's own default. */
    private static final long MIN_FRAMES = 1000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Twice what a log has that checkpoints keep small. */
    private static final long MAX_IDLE_FRAMES = 2 * MIN_FRAMES;

    private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final Completions completions;
    private final List<WrittenLog> logs;
    private final List<LogCeiling> ceilings;
    private long askedNanos = System.nanoTime();
    private long pauseNanos;
    private @Nullable Boolean autocheckpointOff;

    /** Whether the file of a log may be larger than it was when it was looked at last. */
    private boolean mayHaveGrown;

    /**
     * Makes checkpoints.
     *
     * @param oldestRead finds the read of this program that began first
     */
    Checkpoints(Completions completions, List<WrittenLog> logs, Supplier<@Nullable LongRead> oldestRead) {
        this.completions = completions;
        this.logs = logs;
        this.ceilings = logs.stream()
                .map(log -> new LogCeiling(log, oldestRead, completions.held()::flush))
                .toList();
    }

    /** Returns how long the writer must have had nothing to do before {@link #whenIdle} is to be called, or 0 for never. */
    long idleNanos() {
        return mayHaveGrown ? IDLE_NANOS : 0;
    }

    /** Empties the file of the log if it is large. Called when the writer had nothing to do for {@link #idleNanos}. */
    void whenIdle(DatabaseConnection writer) {
        mayHaveGrown = false;
        try {
            for (WrittenLog log : logs) {
                mayHaveGrown |= !isSmallNow(writer, log);
            }
        } catch (Throwable e) {
            notTakenBack(writer, e);
        }
    }

    private static boolean isSmallNow(DatabaseConnection writer, WrittenLog log) throws EngineException {
        long pageSize = Long.parseLong(writer.pragma("PRAGMA " + log.qualifier() + "page_size"));
        return log.bytes().getAsLong() <= MAX_IDLE_FRAMES * pageSize
                || Long.valueOf(0).equals(writer.pragmaRow(log.checkpoint("TRUNCATE"), 0)[0]);
    }

    /** Runs a checkpoint if the log has grown. Called when a transaction has ended. */
    void afterTransaction(DatabaseConnection writer) {
        if (logs.isEmpty()) {
            return;
        }
        mayHaveGrown = true;
        long now = System.nanoTime();
        if (now - askedNanos < pauseNanos || writer.broken() != null) {
            return;
        }
        try {
            if (isAutocheckpointOff(writer)) {
                for (int i = 0; i < logs.size(); i++) {
                    takeBackIfGrown(writer, logs.get(i), ceilings.get(i));
                }
            }
        } catch (Throwable e) {
            // The outcome of the COMMIT is already handed over, and the next COMMIT tries again.
            notTakenBack(writer, e);
        }
        askedNanos = System.nanoTime();
        pauseNanos = Math.max(askedNanos - now, PAUSE_NANOS);
    }

    private static void notTakenBack(DatabaseConnection writer, Throwable e) {
        LOG.log(
                e instanceof EngineException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                () -> "The write-ahead log of database '" + writer.database() + "' was not taken back",
                e);
    }

    private boolean isAutocheckpointOff(DatabaseConnection writer) throws EngineException {
        if (autocheckpointOff == null) {
            autocheckpointOff = writer.pragma("PRAGMA wal_autocheckpoint").equals("0");
        }
        return autocheckpointOff;
    }

    private void takeBackIfGrown(DatabaseConnection writer, WrittenLog log, LogCeiling ceiling) throws EngineException {
        State before = State.of(writer.pragmaRow(log.checkpoint("NOOP")));
        if (before.frames < MIN_FRAMES) {
            return;
        }
        if (before.takenBack < before.frames) {
            takeBack(writer, log, before);
        }
        ceiling.check(writer, before.frames);
    }

    private void takeBack(DatabaseConnection writer, WrittenLog log, State before) throws EngineException {
        // Not after it: answers would wait for the checkpoint.
        completions.held().flush();
        long since = System.nanoTime();
        State after = State.of(writer.pragmaRow(log.checkpoint("PASSIVE")));
        if (after.takenBack > before.takenBack) {
            completions.checkpointed(after.takenBack - before.takenBack, System.nanoTime() - since);
        }
    }

    /** SQLite's report of a log. */
    private record State(long frames, long takenBack) {

        static State of(@Nullable Object[] row) {
            return row.length == 3 && row[1] instanceof Long frames && row[2] instanceof Long takenBack
                    ? new State(frames, takenBack)
                    : new State(0, 0);
        }
    }
}
