package io.asyncsqlite.internal.transaction;

import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Services;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * The worker's side of a transaction that is open until its handle ends it.
 *
 * <pre> ASKED --running--> OPEN --ended--> ENDED      ASKED --ended--> ENDED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>The future of the caller completes with the handle or with the reason why there is none.
 *   <li>After that nothing here refers to the handle, so that it can become unreachable while the transaction is open.
 * </ol>
 */
public final class Beginning implements TransactionBody<Void> {

    private record Request(
            OperationFuture<OpenTransaction> begun, Object owner, Services services, OpenedAt openedAt) {}

    private final AtomicReference<@Nullable Request> request;
    private final CompletableFuture<Void> decision = new CompletableFuture<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private @Nullable TransactionHandle transaction;

    public Beginning(OperationFuture<OpenTransaction> begun, Object owner, Services services, OpenedAt openedAt) {
        this.request = new AtomicReference<>(new Request(begun, owner, services, openedAt));
    }

    @Override
    public CompletionStage<Void> run(TransactionHandle opened) {
        transaction = opened;
        return decision;
    }

    /** Completes the future with the handle. Not earlier, so that operations submitted after a commit are refused. */
    @Override
    public void running() {
        Request asked = request.getAndSet(null);
        if (asked != null) {
            OpenTransactionHandle handle = new OpenTransactionHandle(
                    Objects.requireNonNull(transaction), asked.owner, asked.services, asked.openedAt, decision, ended);
            if (!asked.begun.succeed(handle)) {
                // The future was cancelled or has timed out, so no caller gets the handle, and the transaction ends.
                handle.forget();
            }
        }
    }

    /** Called when the transaction has ended, with its failure or null. */
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
