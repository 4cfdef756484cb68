package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.Completions;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Takes the write-ahead log of the writer back into the file once it has grown. SQLite would do it inside of a COMMIT, before those who wait
 * for that are answered, and tells nobody. Worker thread only, between two transactions.
 *
 * <p>Invariants:
 * <ol>
 *   <li>After a COMMIT that leaves {@code MIN_FRAMES} in the log it is taken back, unless it was asked about less than
 *       {@code PAUSE_NANOS} ago, or less ago than that took: then after a later one. So no more than half of the time goes into it,
 *       however long others read from the log.
 *   <li>Nobody is waited for: pages that another connection still reads from the log stay there, and are tried again.
 *   <li>A failure changes nothing for anybody: what was committed is in the log.
 *   <li>A version of SQLite that cannot be asked for the size of its log does all of this as ever.
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

    /** Takes the log back if it has grown. Called when a transaction has ended. */
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
            // What was committed is told already, and the next COMMIT tries again.
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
        long since = System.nanoTime();
        State after = State.of(writer.pragmaRow("PRAGMA wal_checkpoint(PASSIVE)"));
        if (after.takenBack > before.takenBack) {
            completions.checkpointed(after.takenBack - before.takenBack, System.nanoTime() - since);
        }
    }

    /** What SQLite says of a log. */
    private record State(long frames, long takenBack) {

        static State of(@Nullable Object[] row) {
            return row.length == 3 && row[1] instanceof Long frames && row[2] instanceof Long takenBack
                    ? new State(frames, takenBack)
                    : new State(0, 0);
        }
    }
}
