package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.Completions;
import java.util.concurrent.TimeUnit;
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
 *       checkpoint copies them.
 *   <li>A failure has no effect on operations: committed changes are in the log.
 *   <li>A version of SQLite that cannot tell the size of its log runs checkpoints inside of COMMITs, as by default.
 * </ol>
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_wal_checkpoint">PRAGMA wal_checkpoint</a>
 */
public final class Checkpoints {

    private static final Log LOG = Log.of(Checkpoints.class);

    /** SQLite's own default. */
    private static final long MIN_FRAMES = 1000;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Completions completions;
    private long askedNanos = System.nanoTime();
    private long pauseNanos;
    private @Nullable Boolean autocheckpointOff;

    Checkpoints(Completions completions) {
        this.completions = completions;
    }

    /** Runs a checkpoint if the log has grown. Called when a transaction has ended. */
    void afterTransaction(DatabaseConnection writer) {
        long now = System.nanoTime();
        if (now - askedNanos < pauseNanos || writer.broken() != null) {
            return;
        }
        try {
            if (isAutocheckpointOff(writer)) {
                takeBackIfGrown(writer);
            }
        } catch (Throwable e) {
            // The outcome of the COMMIT is already handed over, and the next COMMIT tries again.
            LOG.log(
                    e instanceof EngineException ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    () -> "The write-ahead log of database '" + writer.database() + "' was not taken back",
                    e);
        }
        askedNanos = System.nanoTime();
        pauseNanos = Math.max(askedNanos - now, PAUSE_NANOS);
    }

    private boolean isAutocheckpointOff(DatabaseConnection writer) throws EngineException {
        if (autocheckpointOff == null) {
            autocheckpointOff = writer.pragma("PRAGMA wal_autocheckpoint").equals("0");
        }
        return autocheckpointOff;
    }

    private void takeBackIfGrown(DatabaseConnection writer) throws EngineException {
        State before = State.of(writer.pragmaRow("PRAGMA wal_checkpoint(NOOP)"));
        if (before.frames < MIN_FRAMES || before.takenBack == before.frames) {
            return;
        }
        // Not after it: answers would wait for the checkpoint.
        completions.held().flush();
        long since = System.nanoTime();
        State after = State.of(writer.pragmaRow("PRAGMA wal_checkpoint(PASSIVE)"));
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
