package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Services;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * The handle of an open transaction. When it becomes unreachable the transaction is rolled back and reported as a leak.
 *
 * <pre>
 * OPEN --commit--> COMMITTING --> ENDED
 *   |  \--rollback, leak--> ROLLING BACK --> ENDED
 *   \--age limit--> ENDED
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>The future {@code decision} is completed once: normally to commit, with a {@link RollbackRequest} to roll back.
 *   <li>The future of every call completes only when the transaction has ended.
 * </ol>
 */
final class OpenTransactionHandle extends TransactionHandle implements OpenTransaction {

    /** Only kept reachable, so that the database is not taken for a leak while this handle is in use. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final Object owner;

    private final Executor executor;
    private final String name;
    private final CompletableFuture<Void> decision;
    private final CompletableFuture<Void> ended;
    private final LeakReports.Watch watch;

    /**
     * Makes the handle of a transaction that is open.
     *
     * @param owner stays reachable as long as the transaction
     * @param decision to be completed to end the transaction
     * @param ended completes when it has ended
     */
    OpenTransactionHandle(
            TransactionHandle transaction,
            Object owner,
            Services services,
            OpenedAt openedAt,
            CompletableFuture<Void> decision,
            CompletableFuture<Void> ended) {
        super(transaction);
        this.owner = owner;
        Callbacks callbacks = services.completions().callbacks();
        this.executor = callbacks.executor();
        this.name = openedAt.what() + " on database '" + services.options().name() + "'";
        this.decision = decision;
        this.ended = ended;
        this.watch = LeakReports.watch(
                this, name, openedAt, rollbackOfLeak(services.completions().counters(), decision));
        closeWith(ended, watch);
    }

    /** Static, so that nothing in it refers to the handle. */
    private static Runnable rollbackOfLeak(Counters counters, CompletableFuture<Void> decision) {
        return () -> {
            counters.leaked();
            decision.completeExceptionally(new RollbackRequest());
        };
    }

    /** A transaction that ended by itself is no leak. Static, so that nothing in it refers to the handle. */
    private static void closeWith(CompletableFuture<Void> ended, LeakReports.Watch watch) {
        Callbacks.whenDone(ended, (done, failure) -> watch.close());
    }

    /** Takes the handle for closed, because no caller got it. */
    void forget() {
        watch.close();
    }

    @Override
    public CompletableFuture<Void> commit() {
        watch.close();
        boolean commits = decision.complete(null) || !decision.isCompletedExceptionally();
        OperationFuture<Void> result = new OperationFuture<>(executor, null);
        Callbacks.whenDone(ended, (done, failure) -> {
            if (failure != null) {
                result.fail(failure);
            } else if (commits) {
                result.succeed();
            } else {
                result.fail(new TransactionException(
                        name + " was rolled back on demand and cannot be committed", Outcome.ROLLED_BACK, null));
            }
        });
        return result;
    }

    @Override
    public CompletableFuture<Void> rollback() {
        watch.close();
        decision.completeExceptionally(new RollbackRequest());
        OperationFuture<Void> result = new OperationFuture<>(executor, null);
        Callbacks.whenDone(ended, (done, failure) -> result.succeed());
        return result;
    }
}
