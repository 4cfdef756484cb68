package io.asyncsqlite.internal.query;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.failure.Failures;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** The cursors of one connection that still need it. Worker thread only. */
public final class OpenCursors {

    private final String database;
    private final long maxBytes;
    private final Duration timeout;

    /** Those whose query runs. */
    private final Set<CursorRows> running = new LinkedHashSet<>();
    /** Those of the open transaction, whose rows are void if it is rolled back. */
    private final Set<CursorRows> ofTransaction = new LinkedHashSet<>();

    public OpenCursors(SqliteOptions options) {
        this.database = options.name();
        this.maxBytes = options.queueBytes();
        this.timeout = options.streamTimeout();
    }

    public void add(CursorRows rows, boolean inTransaction) {
        if (rows.isRunning()) {
            running.add(rows);
        }
        if (inTransaction) {
            ofTransaction.add(rows);
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

    /** Reads the rest of all into memory, so that the connection can go on. */
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
                ofTransaction,
                sql -> Failures.cursorClosed("was ended because the transaction that opened it was rolled back", sql));
    }

    public void endAll(Function<String, ? extends RuntimeException> reason) {
        endAll(running, reason);
        endAll(ofTransaction, reason);
    }

    private void endAll(Set<CursorRows> ended, Function<String, ? extends RuntimeException> reason) {
        List<CursorRows> all = new ArrayList<>(ended);
        all.forEach(rows -> rows.end(reason.apply(rows.sql())));
        all.forEach(running::remove);
        all.forEach(ofTransaction::remove);
    }

    /** Returns when the first of them has waited too long, as {@link System#nanoTime()}. At least one must be running. */
    public long deadlineNanos() {
        long now = System.nanoTime();
        return now
                + timeout.toNanos()
                - running.stream()
                        .mapToLong(rows -> now - rows.usedNanos())
                        .max()
                        .orElse(0);
    }

    /** Ends those of which no row was read for too long. */
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
