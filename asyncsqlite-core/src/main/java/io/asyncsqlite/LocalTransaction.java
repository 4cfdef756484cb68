package io.asyncsqlite;

import io.asyncsqlite.Operations.Control;
import io.asyncsqlite.sql.SqlStatement;
import io.asyncsqlite.sql.SqlStatement.Kind;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One level of an asynchronous transaction: the transaction itself or a savepoint in it.
 *
 * <pre> OPEN --nested opened--> SUSPENDED --nested ended--> OPEN --its stage completed--> ENDED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Operations are queued only while OPEN, those of all levels in one lane: they run in the order submitted.
 *   <li>The step that queues a SAVEPOINT suspends, and the one that queues its RELEASE ends that: no operation of an outer level
 *       runs inside an inner one.
 * </ol>
 */
final class LocalTransaction extends OperationSubmitter implements Transaction {

    private final TransactionLane lane;
    private final boolean readOnly;
    private final int depth;

    // Guarded by this.
    private boolean suspended;
    private boolean ended;

    LocalTransaction(
            Statements statements, Callbacks callbacks, long timeoutNanos, TransactionLane lane, boolean readOnly) {
        super(statements, callbacks, timeoutNanos);
        this.lane = lane;
        this.readOnly = readOnly;
        this.depth = 0;
    }

    private LocalTransaction(LocalTransaction outer) {
        super(outer.statements(), outer.callbacks(), outer.timeoutNanos());
        this.lane = outer.lane;
        this.readOnly = outer.readOnly;
        this.depth = outer.depth + 1;
    }

    @Override
    synchronized void accept(Operation<?> operation) {
        if (ended) {
            throw lane.refused("has ended");
        }
        if (suspended) {
            throw lane.refused("has an open nested one, which must end first");
        }
        lane.accept(operation);
    }

    @Override
    void check(SqlStatement statement) {
        if (statement.kind() == Kind.ALONE) {
            throw new InvalidStatementException(
                    "The statement cannot run inside a transaction: run it on the database [" + statement.text() + "]",
                    null);
        }
        if (readOnly && statement.kind() != Kind.READ) {
            throw new InvalidStatementException(
                    "A read-only transaction runs only statements that read [" + statement.text() + "]", null);
        }
    }

    @Override
    ChunkSource openChunks(BoundStatement bound, ChunkSink sink) {
        return new WholeResult(read(() -> bound, Integer.MAX_VALUE, rows -> rows), sink);
    }

    @Override
    public <T extends @Nullable Object> CompletableFuture<T> inTransaction(
            Function<? super Transaction, ? extends CompletionStage<T>> work) {
        Objects.requireNonNull(work, "work");
        LocalTransaction nested = new LocalTransaction(this);
        CompletableFuture<T> result = new OperationFuture<>(callbacks().executor(), null);
        CompletableFuture<Void> opened = submit(
                () -> new Control(callbacks().executor(), List.of("SAVEPOINT " + nested.savepoint())),
                this::acceptAndSuspend);
        Callbacks.whenDone(opened, (ignored, failure) -> {
            if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                Callbacks.whenDone(nested.run(work), (value, error) -> endNested(nested, value, error, result));
            }
        });
        return result;
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

    /** Refuses further operations, and returns why the level cannot be committed, or null. */
    synchronized @Nullable Throwable end(@Nullable Throwable error) {
        ended = true;
        if (error == null && suspended) {
            return lane.refused("ended before a nested one had");
        }
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    private String savepoint() {
        return "asyncsqlite_level_" + depth;
    }

    private synchronized void acceptAndSuspend(Operation<?> operation) {
        accept(operation);
        suspended = true;
    }

    private synchronized void acceptAndResume(Operation<?> operation) {
        suspended = false;
        lane.accept(operation);
    }

    @SuppressWarnings("NullAway") // The value is null only where T is nullable.
    private <T extends @Nullable Object> void endNested(
            LocalTransaction nested, @Nullable T value, @Nullable Throwable error, CompletableFuture<T> result) {
        Throwable reason = nested.end(error);
        String release = "RELEASE " + nested.savepoint();
        List<String> statements =
                reason == null ? List.of(release) : List.of("ROLLBACK TO " + nested.savepoint(), release);
        CompletableFuture<Void> closed =
                submit(() -> new Control(callbacks().executor(), statements), this::acceptAndResume);
        Callbacks.whenDone(closed, (ignored, failure) -> {
            if (reason != null) {
                result.completeExceptionally(reason);
            } else if (failure != null) {
                result.completeExceptionally(failure);
            } else {
                result.complete(value);
            }
        });
    }
}
