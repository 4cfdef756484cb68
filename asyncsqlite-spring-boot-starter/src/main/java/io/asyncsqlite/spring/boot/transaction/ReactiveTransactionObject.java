package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SqliteException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.IllegalTransactionStateException;
import reactor.core.publisher.Mono;

/** What Spring knows of one level of the transaction of a context: all of it, or a savepoint in it. */
final class ReactiveTransactionObject {

    private @Nullable TransactionHolder<OpenTransaction> holder;
    private @Nullable String savepoint;

    ReactiveTransactionObject(@Nullable TransactionHolder<OpenTransaction> bound) {
        this.holder = bound;
    }

    boolean hasTransaction() {
        return holder != null;
    }

    TransactionHolder<OpenTransaction> holder() {
        TransactionHolder<OpenTransaction> known = holder;
        if (known == null) {
            throw new IllegalTransactionStateException("no transaction is open");
        }
        return known;
    }

    void holder(@Nullable TransactionHolder<OpenTransaction> other) {
        this.holder = other;
    }

    boolean isSavepoint() {
        return savepoint != null;
    }

    Mono<Void> createSavepoint() {
        String name = holder().newSavepoint();
        savepoint = name;
        return run(transaction -> transaction.savepoint(name));
    }

    /** Undoes the changes since the savepoint, and what marked the whole transaction since then. */
    Mono<Void> rollbackToSavepoint() {
        String name = savepoint;
        return run(transaction -> transaction.rollbackTo(String.valueOf(name)))
                .then(Mono.fromRunnable(holder()::resetRollbackOnly));
    }

    Mono<Void> releaseSavepoint() {
        String name = savepoint;
        return run(transaction -> transaction.release(String.valueOf(name)));
    }

    private Mono<Void> run(Function<OpenTransaction, CompletableFuture<Void>> action) {
        return Mono.fromFuture(() -> action.apply(holder().transaction()), true)
                .onErrorMap(SqliteException.class, TransactionFailures::translated);
    }
}
