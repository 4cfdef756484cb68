package io.asyncsqlite.internal.query;

import io.asyncsqlite.ConnectionStatistics;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.statement.Rows;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An operation of a user's connection or an asynchronous transaction that is no statement: transaction control, reading on in a
 * cursor, statistics, and blobs.
 *
 * @param <T> type of the result
 */
public abstract class ConnectionOperation<T extends @Nullable Object> extends Operation<T> {

    private final String description;

    public ConnectionOperation(Executor executor, SqliteListener.OperationKind kind, String description, long bytes) {
        super(executor, kind, bytes);
        this.description = description;
    }

    @Override
    public final String sql() {
        return description;
    }

    /** Runs an action of the library in its turn, such as SAVEPOINT or COMMIT. */
    public static class Control extends ConnectionOperation<Void> {

        private final Consumer<DatabaseConnection> action;

        public Control(Executor executor, String description, Consumer<DatabaseConnection> action) {
            super(executor, SqliteListener.OperationKind.WRITE, description, 0);
            this.action = action;
        }

        @Override
        @Nullable
        public final Object work(DatabaseConnection connection) {
            action.accept(connection);
            return null;
        }
    }

    /** Ends something that an earlier operation began, for example a nested transaction or a stream. A full queue accepts it. */
    public static final class Ending extends Control {

        public Ending(Executor executor, String description, Consumer<DatabaseConnection> action) {
            super(executor, description, action);
        }

        @Override
        public boolean needsPlace() {
            return false;
        }

        @Override
        public long timeoutNanos(long usual) {
            return UNLIMITED_NANOS;
        }
    }

    /** Reads SQLite's counters. */
    public static final class Statistics extends ConnectionOperation<Optional<ConnectionStatistics>> {

        public Statistics(Executor executor) {
            super(executor, SqliteListener.OperationKind.READ, "statistics", 0);
        }

        @Override
        public Object work(DatabaseConnection connection) {
            return connection.statistics();
        }
    }

    /** Reads rows of a cursor into memory and takes some of them. */
    public static class Fetch<T> extends ConnectionOperation<T> {

        private final CursorHome home;
        private final CursorRows rows;
        private final int wanted;
        private final Function<CursorRows, List<@Nullable Object[]>> taking;
        private final Function<Rows, T> conversion;

        /**
         * Creates the operation.
         *
         * @param wanted how many rows to have in memory before some are taken
         * @param taking takes rows, on the worker's thread
         * @param conversion makes the result, on the callback executor
         */
        public Fetch(
                Executor executor,
                CursorHome home,
                CursorRows rows,
                int wanted,
                Function<CursorRows, List<@Nullable Object[]>> taking,
                Function<Rows, T> conversion) {
            super(executor, SqliteListener.OperationKind.READ, rows.sql(), 0);
            this.home = home;
            this.rows = rows;
            this.wanted = wanted;
            this.taking = taking;
            this.conversion = conversion;
        }

        @Override
        public final Object work(DatabaseConnection connection) {
            rows.check();
            rows.fill(wanted);
            List<@Nullable Object[]> taken = taking.apply(rows);
            if (!rows.isRunning()) {
                home.usedUp(rows);
            }
            return new Rows(rows.columns(), taken);
        }

        @Override
        @SuppressWarnings("NullAway") // The work returns a T.
        public final T convert(@Nullable Object worked) {
            return conversion.apply((Rows) worked);
        }
    }
}
