package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.OperationFuture;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A transaction inside of another one: a savepoint that lasts as long as its function.
 *
 * <pre>
 * OPENING --savepoint open--> OPEN --stage completed, cancel--> ENDING --savepoint ended--> result
 *    \--cancel--> ENDING
 * </pre>
 *
 * Invariants: the savepoint ends exactly once, released or undone; after a cancel no queued operation of it runs, and its running
 * operation is stopped. If the stopped operation writes, SQLite rolls the whole transaction back.
 *
 * @param <T> type of the result
 * @see <a href="https://www.sqlite.org/c3ref/interrupt.html">sqlite3_interrupt</a>
 */
final class NestedTransaction<T extends @Nullable Object> implements OperationFuture.Cancellable {

    private enum State {
        OPENING,
        OPEN,
        ENDING
    }

    private final TransactionHandle outer;
    private final TransactionLevel outerLevel;
    private final TransactionLevel level;
    private final OperationFuture<T> result;
    private final AtomicReference<State> state = new AtomicReference<>(State.OPENING);

    /** The stage of the function, when it has returned. */
    private volatile @Nullable CompletionStage<T> stage;

    NestedTransaction(TransactionHandle outer, TransactionLevel outerLevel) {
        this.outer = outer;
        this.outerLevel = outerLevel;
        this.level = outerLevel.nested();
        this.result = outer.newFuture(this);
    }

    CompletableFuture<T> run(Function<? super TransactionHandle, ? extends CompletionStage<T>> work) {
        CompletableFuture<Void> opened =
                outer.submit(this::open, operation -> outerLevel.acceptAndSuspend(operation, level));
        Callbacks.whenDone(opened, (ignored, failure) -> {
            if (failure != null) {
                outerLevel.resume(level);
                result.fail(failure);
            } else if (state.compareAndSet(State.OPENING, State.OPEN)) {
                CompletionStage<T> returned = outer.at(level).run(work);
                Callbacks.whenDone(returned, this::stageCompleted);
                stage = returned;
                if (state.get() == State.ENDING) {
                    OperationFuture.cancelForeign(returned);
                }
            }
        });
        return result;
    }

    private void stageCompleted(@Nullable T value, @Nullable Throwable error) {
        if (state.compareAndSet(State.OPEN, State.ENDING)) {
            end(value, error);
        }
    }

    @Override
    public void cancel() {
        level.giveUp();
        if (state.getAndSet(State.ENDING) != State.ENDING) {
            // Queued behind the opening, if that has not run yet.
            end(null, new CancellationException());
        }
        OperationFuture.cancelForeign(stage);
    }

    private Operation<Void> open() {
        String savepoint = "SAVEPOINT " + level.savepoint();
        return ConnectionOperation.control(
                outer.callbacks().executor(), savepoint, connection -> connection.control(savepoint));
    }

    private Operation<Void> close(boolean undo) {
        return ConnectionOperation.ending(outer.callbacks().executor(), "RELEASE " + level.savepoint(), connection -> {
            level.endStreams();
            if (undo) {
                connection.control("ROLLBACK TO " + level.savepoint());
            }
            connection.control("RELEASE " + level.savepoint());
        });
    }

    @SuppressWarnings("NullAway") // The value is null only where T is nullable.
    private void end(@Nullable T value, @Nullable Throwable error) {
        Throwable reason = level.end(error);
        CompletableFuture<Void> closed = outer.submit(() -> close(reason != null), outerLevel::acceptAndResume);
        Callbacks.whenDone(closed, (ignored, failure) -> {
            if (reason != null) {
                result.fail(reason);
            } else if (failure != null) {
                result.fail(failure);
            } else {
                result.succeed(value);
            }
        });
    }
}
