package io.asyncsqlite.internal.backup;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the file of the write-ahead log longer than the log while a copy is made. The copy keeps the log from starting anew, so each commit would make
 * the file longer. A file system with a journal, such as ext4, must flush the journal then, and waits with it for what other files have in memory: for the
 * copy. A commit into a file that is long enough waits for itself only. Thread of the copy.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The writer lengthens the file in its turn, in a transaction that keeps all other processes from writing. It adds {@code PIECE} at a time.
 *   <li>A copy that is soon made, of a database in which {@code PIECE} is more than one of {@code PARTS}, leaves the log as it is.
 *   <li>At most one such operation waits, and none follows one that failed.
 * </ol>
 */
final class LogRoom {

    /** What commits may write until the writer comes to lengthen the file again. */
    private static final long ROOM = 32L << 20;

    /** A copy takes so much time that commits write about a part of this of its size, and rarely more. */
    private static final int PARTS = 8;

    /** To write so much delays a commit by about 10 ms. */
    private static final int PIECE = 4 << 20;

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);
    private static final int LOG_HEADER = 32;
    private static final int FRAME_HEADER = 24;

    private final Services services;
    private final boolean isUseful;
    private @Nullable Operation<Void> asked;

    LogRoom(Services services) {
        this.services = services;
        this.isUseful =
                services.workers().separateReaders() && !services.options().readOnly();
    }

    /**
     * Has the writer look at the log, unless it did so a moment ago.
     *
     * @param bytes the size of the database
     */
    void keep(long bytes) {
        long now = System.nanoTime();
        long room = Math.min(ROOM, bytes / PARTS);
        if (!isUseful || room < PIECE || !isDue(now)) {
            return;
        }
        Operation<Void> look = WriterTurn.ask(services, "lengthen the log", writer -> lengthen(writer, room));
        asked = look == null ? asked : look;
    }

    /** Tells whether a writer of this program writes to a log while a copy is made. */
    boolean isUseful() {
        return isUseful;
    }

    private boolean isDue(long now) {
        Operation<Void> before = asked;
        return before == null
                || (before.future().isDone()
                        && !before.future().isCompletedExceptionally()
                        && now - before.acceptedNanos() > PAUSE_NANOS);
    }

    private static @Nullable Object lengthen(DatabaseConnection writer, long room) throws EngineException, IOException {
        long frames = writer.pragmaRow("PRAGMA wal_checkpoint(NOOP)")[1] instanceof Long known ? known : 0;
        long frame = FRAME_HEADER + Long.parseLong(writer.pragma("PRAGMA page_size"));
        writer.transaction().lengthenLog(LOG_HEADER + frames * frame + room, PIECE);
        return null;
    }
}
