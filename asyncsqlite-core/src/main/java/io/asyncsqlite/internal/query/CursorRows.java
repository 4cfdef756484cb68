package io.asyncsqlite.internal.query;

import io.asyncsqlite.CursorClosedException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.RowCursor;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Columns;
import io.asyncsqlite.internal.statement.Rows;
import io.asyncsqlite.internal.statement.Statements;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one cursor: the rows that are in memory, and the running query that gives the following ones.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Each row is taken once, in SQLite's order, by a fetch or by a subscriber.
 *   <li>Only the connection's worker uses the running query. It closes the query with the last row, the first error or the end of the cursor.
 *   <li>An error of the query is thrown after the rows before it were taken. An end from outside is thrown at once.
 * </ol>
 */
public final class CursorRows {

    private static final int REST_CHUNK = 256;

    private final BoundStatement bound;
    private final Columns columns;
    private final WriteResult result;

    // Only the worker uses the cursor; any thread may compare the field with null.
    private volatile @Nullable RowCursor source;
    private long usedNanos = System.nanoTime();

    private volatile LeakReports.@Nullable Watch watch;
    private volatile @Nullable Consumer<RuntimeException> whenEnded;

    // Guarded by this.
    private final Deque<@Nullable Object[]> rows = new ArrayDeque<>();
    private @Nullable RuntimeException failure;

    /** Starts with a query that is running. */
    public CursorRows(BoundStatement bound, RowCursor source) {
        this.bound = bound;
        this.columns = source.columnsWithoutRows();
        this.result = new WriteResult(0, 0);
        this.source = source;
    }

    /** Starts with all the rows of a statement that has ended. */
    public CursorRows(BoundStatement bound, Columns columns, List<@Nullable Object[]> rows, WriteResult result) {
        this.bound = bound;
        this.columns = columns;
        this.result = result;
        this.rows.addAll(rows);
    }

    /** Runs a query and reads its first rows into memory. A result of no more rows is read whole, and its query ends. */
    public static CursorRows open(DatabaseConnection connection, BoundStatement bound, int first) {
        CursorRows rows = new CursorRows(bound, connection.open(bound));
        rows.fill(first);
        return rows;
    }

    /** Runs a statement to its end, and keeps its rows and what it changed. */
    public static CursorRows openToItsEnd(DatabaseConnection connection, BoundStatement bound) {
        try (RowCursor running = connection.open(bound)) {
            Columns columns = running.columnsWithoutRows();
            List<@Nullable Object[]> all = new ArrayList<>();
            while (running.more()) {
                all.addAll(running.read(REST_CHUNK));
            }
            return new CursorRows(bound, columns, all, connection.result(bound));
        }
    }

    /**
     * Makes an operation that reads rows into memory until there are as many as wanted, and takes some of them. Throws the reason
     * if the cursor was ended from outside.
     */
    public <T> Operation<T> fetch(
            Executor executor,
            CursorHome home,
            int wanted,
            Function<CursorRows, List<@Nullable Object[]>> taking,
            Function<Rows, T> conversion) {
        check();
        return new ConnectionOperation<>(
                executor, OperationKind.READ, sql(), 0, connection -> fill(home, wanted, taking)) {

            @Override
            @SuppressWarnings("NullAway") // The body returned them.
            public T convert(@Nullable Object worked) {
                return conversion.apply((Rows) worked);
            }
        };
    }

    Rows fill(CursorHome home, int wanted, Function<CursorRows, List<@Nullable Object[]>> taking) {
        check();
        fill(wanted);
        List<@Nullable Object[]> taken = taking.apply(this);
        if (!isRunning()) {
            home.usedUp(this);
        }
        return new Rows(columns(), taken);
    }

    public String sql() {
        return bound.sql();
    }

    public Columns columns() {
        return columns;
    }

    public WriteResult result() {
        return result;
    }

    /** Tells whether the query is still running, so that it holds a snapshot. */
    public boolean isRunning() {
        return source != null;
    }

    long usedNanos() {
        return usedNanos;
    }

    /** Throws the reason if the cursor was ended from outside. */
    public synchronized void check() {
        if (failure != null && rows.isEmpty()) {
            throw failure;
        }
    }

    /** Takes the next row that is in memory, or returns null if there is none. */
    public synchronized @Nullable Object @Nullable [] poll() {
        check();
        return rows.poll();
    }

    public synchronized int buffered() {
        return rows.size();
    }

    /** Tells whether every row was taken. */
    public synchronized boolean isExhausted() {
        return source == null && rows.isEmpty() && failure == null;
    }

    /** Takes up to a number of the rows that are in memory. */
    public synchronized List<@Nullable Object[]> take(int max) {
        check();
        List<@Nullable Object[]> taken = new ArrayList<>(Math.min(max, rows.size()));
        while (taken.size() < max && !rows.isEmpty()) {
            taken.add(rows.remove());
        }
        return taken;
    }

    /** Takes all rows, or throws if an error prevented some from being read. */
    public synchronized List<@Nullable Object[]> takeAll() {
        if (failure != null) {
            throw failure;
        }
        return take(Integer.MAX_VALUE);
    }

    /**
     * Reads until a number of rows are in memory, or the query has no more. An error is kept, and thrown after the rows before it
     * were taken. If the reading operation was stopped, the error is also thrown at once. Worker thread only.
     */
    public void fill(int wanted) {
        usedNanos = System.nanoTime();
        int missing;
        while (source != null && (missing = wanted - buffered()) > 0) {
            readChunk(missing);
            throwIfStopped();
        }
    }

    private synchronized void throwIfStopped() {
        if (failure instanceof StatementException stopped && stopped.code().primary() == ResultCode.INTERRUPT) {
            throw stopped;
        }
    }

    /** Reads the remaining rows into memory. Ends the cursor if they are too large or an error occurs. Worker thread only. */
    void readRest(long maxBytes) {
        long bytes = 0;
        while (source != null) {
            for (@Nullable Object[] row : readChunk(REST_CHUNK)) {
                bytes += Statements.size(row);
            }
            if (source != null && bytes > maxBytes) {
                end(Failures.cursorClosed(
                        "was ended because the connection went on, and the rest of its rows exceeds queueBytes="
                                + maxBytes + ": read it to its end first, or inside a transaction",
                        sql()));
            }
        }
    }

    private List<@Nullable Object[]> readChunk(int max) {
        RowCursor running = source;
        if (running == null) {
            return List.of();
        }
        List<@Nullable Object[]> chunk = List.of();
        try {
            chunk = running.read(max);
            add(chunk);
            SqliteException behind = running.failure();
            if (behind != null) {
                fail(behind);
                release();
            }
        } catch (SqliteException e) {
            if (RowCursor.mayHaveRolledBack(e)) {
                refuse(e);
            } else {
                fail(e);
            }
        }
        if (!running.more()) {
            release();
        }
        return chunk;
    }

    private synchronized void add(List<@Nullable Object[]> chunk) {
        if (!(failure instanceof CursorClosedException)) {
            rows.addAll(chunk);
        }
    }

    private synchronized void fail(RuntimeException reason) {
        if (failure == null) {
            failure = reason;
        }
    }

    /** Ends the cursor for a reason: it gives no further row. The worker closes the query later. */
    public synchronized void refuse(RuntimeException reason) {
        rows.clear();
        fail(reason);
    }

    /** Ends the cursor and its query. Worker thread only. */
    void end(RuntimeException reason) {
        refuse(reason);
        release();
        Consumer<RuntimeException> action = whenEnded;
        if (action != null) {
            action.accept(reason);
        }
    }

    /** Closes the query. Worker thread only. */
    void release() {
        RowCursor running = source;
        if (running != null) {
            source = null;
            endWatch();
            running.close();
        }
    }

    /** Sets the action that is run with the reason when the cursor is ended from outside. */
    void whenEnded(Consumer<RuntimeException> action) {
        whenEnded = action;
    }

    /** Sets the watch for leaks, which ends when the query is closed. */
    public void watchedBy(LeakReports.Watch watching) {
        watch = watching;
        if (source == null) {
            watching.close();
        }
    }

    public void endWatch() {
        LeakReports.Watch watching = watch;
        if (watching != null) {
            watching.close();
        }
    }
}
