package io.asyncsqlite.internal.query;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.failure.Failures;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The open cursors of one connection. Worker thread only. */
public final class OpenCursors {

    private final String database;
    private final long maxBytes;
    private final Duration timeout;

    /** Cursors whose query runs. */
    private final Set<CursorRows> running = new LinkedHashSet<>();
    /** Cursors of the open transaction, and the level of it whose rollback ends them. */
    private final Map<CursorRows, Object> ofTransaction = new LinkedHashMap<>();

    public OpenCursors(SqliteOptions options) {
        this.database = options.name();
        this.maxBytes = options.queueBytes();
        this.timeout = options.streamTimeout();
    }

    /**
     * Notes a cursor that was opened.
     *
     * @param level the level of the transaction in which it was opened, or null if there is none
     */
    public void add(CursorRows rows, @Nullable Object level) {
        if (rows.isRunning()) {
            running.add(rows);
        }
        if (level != null) {
            ofTransaction.put(rows, level);
        }
    }

    /** Forgets a cursor that was closed, or read to its end. */
    public void remove(CursorRows rows) {
        rows.release();
        running.remove(rows);
        if (rows.buffered() == 0) {
            ofTransaction.remove(rows);
        }
    }

    public boolean noneRunning() {
        return running.isEmpty();
    }

    /** Reads the remaining rows of all cursors into memory, so that the connection can run another operation. */
    public void readRest() {
        running.forEach(rows -> rows.readRest(maxBytes));
        running.clear();
    }

    /** Keeps the cursors of a transaction that was committed. */
    public void committed() {
        ofTransaction.clear();
    }

    /** Ends the cursors of a transaction that was rolled back. */
    public void rolledBack() {
        endAll(
                ofTransaction.keySet(),
                sql -> Failures.cursorClosed("was ended because the transaction that opened it was rolled back", sql));
    }

    public void endAll(Function<String, ? extends RuntimeException> reason) {
        endAll(running, reason);
        endAll(ofTransaction.keySet(), reason);
    }

    /** Ends the cursors of a level of the transaction. */
    public void endLevel(Object level, Function<String, ? extends RuntimeException> reason) {
        endAll(
                ofTransaction.keySet().stream()
                        .filter(rows -> level.equals(ofTransaction.get(rows)))
                        .toList(),
                reason);
    }

    private void endAll(Collection<CursorRows> ended, Function<String, ? extends RuntimeException> reason) {
        List<CursorRows> all = List.copyOf(ended);
        all.forEach(rows -> rows.end(reason.apply(rows.sql())));
        all.forEach(running::remove);
        all.forEach(ofTransaction::remove);
    }

    /** Returns the time of {@link System#nanoTime()} at which the first cursor expires. At least one must be running. */
    public long deadlineNanos() {
        long now = System.nanoTime();
        return now
                + timeout.toNanos()
                - running.stream()
                        .mapToLong(rows -> now - rows.usedNanos())
                        .max()
                        .orElse(0);
    }

    /** Ends the cursors that have expired: no row was read for too long. */
    public void expire() {
        long now = System.nanoTime();
        List<CursorRows> idle = running.stream()
                .filter(rows -> now - rows.usedNanos() >= timeout.toNanos())
                .toList();
        for (CursorRows rows : idle) {
            rows.end(Failures.streamExpired(database, timeout, rows.sql()));
            remove(rows);
        }
    }
}
