package io.asyncsqlite;

import io.asyncsqlite.Savepoints.Verb;
import io.asyncsqlite.sql.Pragma.Place;
import io.asyncsqlite.sql.SqlScript;
import io.asyncsqlite.sql.SqlStatement;
import io.asyncsqlite.sql.SqlStatement.Kind;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What callers hold of one level of an asynchronous transaction, or a view of it whose operations have a time of their own. */
final class LocalTransaction extends SavepointSubmitter implements Transaction {

    private final TransactionLevel level;

    LocalTransaction(Statements statements, Completions completions, long timeoutNanos, TransactionLevel level) {
        super(statements, completions, timeoutNanos);
        this.level = level;
    }

    /** Returns the same for another level. */
    LocalTransaction at(TransactionLevel other) {
        return new LocalTransaction(statements(), completions(), timeoutNanos(), other);
    }

    @Override
    public Transaction withTimeout(Duration timeout) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        return new LocalTransaction(statements(), completions(), timeout.toNanos(), level);
    }

    @Override
    void accept(Operation<?> operation) {
        level.accept(operation);
    }

    @Override
    void check(SqlStatement statement) {
        if (statement.kind() == Kind.ALONE) {
            throw Failures.invalidStatement(
                    "The statement cannot run inside a transaction: run it on the database", statement.text(), null);
        }
        if (statement.pragma() != null) {
            Statements.checkPragma(statement, level.readOnly() ? Place.READING : Place.TRANSACTION);
        } else if (statement.kind() != Kind.READ) {
            checkWriting(statement.text());
        }
    }

    @Override
    void check(SqlScript script) {
        checkWriting(script.text());
        if (script.needsNoTransaction()) {
            throw Failures.invalidStatement(
                    "A script with BEGIN or PRAGMA foreign_keys cannot run inside a transaction: run it on the"
                            + " database",
                    script.text(),
                    null);
        }
    }

    private void checkWriting(String sql) {
        if (level.readOnly()) {
            throw Failures.invalidStatement("A read-only transaction runs only statements that read", sql, null);
        }
    }

    @Override
    void run(DatabaseConnection connection, Verb verb, String name) {
        level.savepoint(connection, verb, name);
    }

    @Override
    ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
        return openChunks(level, bound, sink);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        return new NestedTransaction<T>(this, level).run(work);
    }

    /** Runs the function, whatever it does giving a stage. */
    <T extends @Nullable Object> CompletionStage<T> run(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        try {
            return Objects.requireNonNull(work.apply(this), "the function of a transaction must return a stage");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
        }
    }
}
