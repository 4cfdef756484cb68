package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.BulkWrite;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.connection.Savepoints.Verb;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.query.ChunkSink;
import io.asyncsqlite.internal.query.ChunkSource;
import io.asyncsqlite.internal.query.SavepointSubmitter;
import io.asyncsqlite.internal.query.SqlBulkWrite;
import io.asyncsqlite.internal.sql.Pragma.Place;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Statements;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The handle of one level of an asynchronous transaction, or a view of it whose operations have another timeout. */
public class TransactionHandle extends SavepointSubmitter implements Transaction {

    private final TransactionLevel level;

    TransactionHandle(Statements statements, Completions completions, long timeoutNanos, TransactionLevel level) {
        super(statements, completions, timeoutNanos);
        this.level = level;
    }

    /** Makes another handle of the same level. */
    TransactionHandle(TransactionHandle other) {
        this(other.statements(), other.completions(), other.timeoutNanos(), other.level);
    }

    @Override
    public WriterHold hold() {
        return level.hold();
    }

    /** Returns the handle of another level. */
    TransactionHandle at(TransactionLevel other) {
        return new TransactionHandle(statements(), completions(), timeoutNanos(), other);
    }

    @Override
    public Transaction withTimeout(Duration timeout) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        return new TransactionHandle(statements(), completions(), timeout.toNanos(), level);
    }

    @Override
    public void accept(Operation<?> operation) {
        level.accept(operation);
    }

    @Override
    public void check(SqlStatement statement) {
        if (statement.kind() == StatementKind.OUTSIDE_TRANSACTION) {
            throw Failures.invalidStatement(
                    "The statement cannot run inside a transaction: run it on the database", statement.text(), null);
        }
        if (statement.pragma() != null) {
            Statements.checkPragma(statement, level.readOnly() ? Place.READING : Place.TRANSACTION);
        } else if (statement.kind() != StatementKind.READ) {
            checkWriting(statement.text());
        }
    }

    @Override
    public void check(SqlScript script) {
        checkWriting(script.text());
        if (script.needsNoTransaction()) {
            throw Failures.scriptInTransaction(script.text());
        }
    }

    private void checkWriting(String sql) {
        if (level.readOnly()) {
            throw Failures.invalidStatement("A read-only transaction runs only statements that read", sql, null);
        }
    }

    @Override
    public void run(DatabaseConnection connection, Verb verb, String name) {
        level.savepoint(connection, verb, name);
    }

    @Override
    public ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
        return openChunks(level, bound, sink);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        return new NestedTransaction<T>(this, level).run(work);
    }

    @Override
    public BulkWrite bulkWrite(String sql) {
        return SqlBulkWrite.of(this, work -> new NestedTransaction<Long>(this, level).run(work), sql);
    }

    /** Runs the function. If it throws or returns null, returns a failed stage. */
    public <T extends @Nullable Object> CompletionStage<T> run(
            Function<? super TransactionHandle, ? extends CompletionStage<T>> work) {
        return Callbacks.stageOf(work, this);
    }
}
