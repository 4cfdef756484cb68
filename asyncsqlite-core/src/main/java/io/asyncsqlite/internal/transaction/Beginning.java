package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Services;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * What the worker refers to of a transaction that is to have a handle.
 *
 * <pre> ASKED --running--> OPEN --ended--> ENDED      ASKED --ended--> ENDED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Whoever asked gets either the handle or the reason why there is none.
 *   <li>Once the handle is given out nothing here refers to it, so that it can become unreachable while the transaction is open.
 * </ol>
 */
public final class Beginning implements TransactionBody<Void> {

    private record Request(
            OperationFuture<OpenTransaction> begun, Object owner, Services services, OpenedAt openedAt) {}

    private final AtomicReference<@Nullable Request> request;
    private final CompletableFuture<Void> decision = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable Transaction transaction;

    public Beginning(OperationFuture<OpenTransaction> begun, Object owner, Services services, OpenedAt openedAt) {
        this.request = new AtomicReference<>(new Request(begun, owner, services, openedAt));
    }

    @Override
    public CompletionStage<Void> run(Transaction opened) {
        transaction = opened;
        return decision;
    }

    /** Gives the handle out: not earlier, so that what is submitted after a commit is refused. */
    @Override
    public void running() {
        Request asked = request.getAndSet(null);
        if (asked != null) {
            OpenTransactionHandle handle = new OpenTransactionHandle(
                    Objects.requireNonNull(transaction), asked.owner, asked.services, asked.openedAt, decision, ended);
            if (!asked.begun.succeed(handle)) {
                // Nobody will get it: the future was cancelled or timed out, and takes the transaction along.
                handle.forget();
            }
        }
    }

    /** Is told what became of the transaction. */
    public void ended(@Nullable Throwable failure) {
        Request asked = request.getAndSet(null);
        if (failure == null) {
            ended.complete(null);
            return;
        }
        ended.completeExceptionally(failure);
        if (asked != null) {
            asked.begun.fail(failure);
        }
    }
}
