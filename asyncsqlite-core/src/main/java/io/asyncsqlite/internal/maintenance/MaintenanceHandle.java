package io.asyncsqlite.internal.maintenance;

import io.asyncsqlite.CheckpointMode;
import io.asyncsqlite.CheckpointResult;
import io.asyncsqlite.Maintenance;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.ConnectionBody;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** The long work on the file of a database, submitted as operations. */
public final class MaintenanceHandle implements Maintenance {

    /** How long work may wait and run, unless the caller says otherwise. */
    public static final Duration USUAL_TIME = Duration.ofHours(1);

    /** Given back in one transaction: some milliseconds of work. */
    private static final long PAGES_AT_A_TIME = 256;

    private static final int MESSAGES = 100;
    private static final String INCREMENTAL = "2";

    private final OperationSubmitter submitter;
    private final Consumer<Operation<?>> checks;
    private final Duration timeout;

    /**
     * Makes a handle.
     *
     * @param checks starts an operation on a connection of its own
     */
    public MaintenanceHandle(OperationSubmitter submitter, Consumer<Operation<?>> checks, Duration timeout) {
        this.submitter = submitter;
        this.checks = checks;
        this.timeout = timeout;
    }

    @Override
    public Maintenance withTimeout(Duration timeout) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        return new MaintenanceHandle(submitter, checks, timeout);
    }

    @Override
    public CompletableFuture<CheckpointResult> checkpoint(CheckpointMode mode) {
        Objects.requireNonNull(mode, "mode");
        String sql = "PRAGMA wal_checkpoint(" + mode + ')';
        return writing(sql, connection -> {
            @Nullable Object[] row = withoutWaiting(connection, sql);
            // Without a log SQLite reports -1 pages.
            return new CheckpointResult(
                    Long.valueOf(0).equals(row[0]), Math.max(0, number(row[1])), Math.max(0, number(row[2])));
        });
    }

    private static long number(@Nullable Object value) {
        return value instanceof Long number ? number : 0;
    }

    private static @Nullable Object[] withoutWaiting(DatabaseConnection connection, String sql) {
        try {
            return connection.pragmaRow(sql, 0);
        } catch (EngineException e) {
            throw connection.translate(e, sql);
        }
    }

    @Override
    public CompletableFuture<Void> optimize() {
        return statement("PRAGMA optimize");
    }

    @Override
    public CompletableFuture<Void> analyze() {
        return statement("ANALYZE");
    }

    @Override
    public CompletableFuture<Void> vacuum() {
        return statement("VACUUM");
    }

    private CompletableFuture<Void> statement(String sql) {
        ConnectionBody<@Nullable Object> body = connection -> {
            connection.execute(bind(sql));
            return null;
        };
        return writing(sql, body);
    }

    private BoundStatement bind(String sql) {
        return submitter.statements().bind(sql, new Object[0]);
    }

    @Override
    public CompletableFuture<List<String>> integrityCheck() {
        return check("PRAGMA integrity_check(" + MESSAGES + ')');
    }

    @Override
    public CompletableFuture<List<String>> quickCheck() {
        return check("PRAGMA quick_check(" + MESSAGES + ')');
    }

    private CompletableFuture<List<String>> check(String sql) {
        ConnectionBody<List<String>> body = connection -> {
            List<String> found = connection.query(bind(sql), MESSAGES).values().stream()
                    .map(row -> String.valueOf(row[0]))
                    .toList();
            return found.equals(List.of("ok")) ? List.of() : found;
        };
        return submitter.submit(() -> operation(OperationKind.READ, sql, body), checks);
    }

    @Override
    public CompletableFuture<Long> incrementalVacuum(long pages, LongConsumer progress) {
        Objects.requireNonNull(progress, "progress");
        return writing("PRAGMA incremental_vacuum", connection -> {
            Range.require(pages >= 1, "pages must be at least 1, was " + pages);
            return new IncrementalVacuum(connection, pages, progress).run();
        });
    }

    /** Gives pages back, some at a time. */
    private final class IncrementalVacuum {

        private final DatabaseConnection connection;
        private final long pages;
        private final LongConsumer progress;
        private final long before;

        IncrementalVacuum(DatabaseConnection connection, long pages, LongConsumer progress) {
            this.connection = connection;
            this.pages = pages;
            this.progress = progress;
            this.before = ask("PRAGMA page_count");
        }

        long run() {
            refuseUnlessIncremental();
            long freed = 0;
            long freedBefore;
            do {
                freedBefore = freed;
                connection.execute(bind("PRAGMA incremental_vacuum(" + Math.min(pages - freed, PAGES_AT_A_TIME) + ')'));
                freed = before - ask("PRAGMA page_count");
                report(freed);
            } while (freed < pages && freed > freedBefore);
            return freed;
        }

        private void refuseUnlessIncremental() {
            if (!String.valueOf(ask("PRAGMA auto_vacuum")).equals(INCREMENTAL)) {
                throw Failures.invalidStatement(
                        "auto_vacuum of the file is not INCREMENTAL, so there is nothing to give back: use vacuum(), or"
                                + " make the file with the option pragma(\"auto_vacuum\", \"incremental\")",
                        "PRAGMA incremental_vacuum",
                        null);
            }
        }

        private long ask(String sql) {
            try {
                return Long.parseLong(connection.pragma(sql));
            } catch (EngineException e) {
                throw connection.translate(e, sql);
            }
        }

        private void report(long freed) {
            submitter.callbacks().run(() -> progress.accept(freed));
        }
    }

    private <T> CompletableFuture<T> writing(String sql, ConnectionBody<?> body) {
        return submitter.submit(() -> {
            submitter.statements().checkWriting(sql);
            return operation(OperationKind.WRITE, sql, body);
        });
    }

    private <T> MaintenanceOperation<T> operation(OperationKind kind, String sql, ConnectionBody<?> body) {
        return new MaintenanceOperation<>(submitter.callbacks().executor(), kind, sql, timeout, body);
    }
}
