package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SqliteException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.reactive.AbstractReactiveTransactionManager;
import org.springframework.transaction.reactive.GenericReactiveTransaction;
import org.springframework.transaction.reactive.TransactionSynchronizationManager;
import reactor.core.publisher.Mono;

/**
 * Binds transactions of one database to contexts of Reactor, for {@code @Transactional} and {@code TransactionalOperator}, without
 * R2DBC. Thread-safe. {@link ReactiveSqlite} takes part in them; {@link AsyncSqlite} does not, because a future has no context.
 *
 * <p>Modes, timeout, isolation, propagation and exceptions are those of {@link SqliteTransactionManager}. A subscriber that cancels rolls
 * its transaction back.
 */
public final class ReactiveSqliteTransactionManager extends AbstractReactiveTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient AsyncSqlite database;

    /** The key of the transaction that was suspended last. */
    private record Suspended(AsyncSqlite database) {}

    /**
     * Creates a manager.
     *
     * @param database an open database: the same object that a {@link ReactiveSqlite} has
     */
    public ReactiveSqliteTransactionManager(AsyncSqlite database) {
        this.database = Objects.requireNonNull(database, "database");
    }

    @Override
    protected ReactiveTransactionObject doGetTransaction(TransactionSynchronizationManager context) {
        return new ReactiveTransactionObject(bound(context, database));
    }

    /** Returns what is bound to a context for a database, or null. */
    @SuppressWarnings("unchecked") // Only this class binds something to a database.
    static @Nullable TransactionHolder<OpenTransaction> bound(
            TransactionSynchronizationManager context, AsyncSqlite database) {
        return (TransactionHolder<OpenTransaction>) context.getResource(database);
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((ReactiveTransactionObject) transaction).hasTransaction();
    }

    @Override
    protected Mono<Void> doBegin(
            TransactionSynchronizationManager context, Object transaction, TransactionDefinition definition) {
        ReactiveTransactionObject object = (ReactiveTransactionObject) transaction;
        // Spring asks for a nested transaction as for a new one, with the outer one still bound.
        return Mono.defer(
                () -> object.hasTransaction() ? object.createSavepoint() : begin(context, object, definition));
    }

    private Mono<Void> begin(
            TransactionSynchronizationManager context,
            ReactiveTransactionObject object,
            TransactionDefinition definition) {
        WantedTransaction wanted =
                WantedTransaction.of(definition, definition.getTimeout(), ReactiveSqliteTransactionManager.class);
        if (!wanted.readOnly() && hasSuspendedWriter(context)) {
            return Mono.error(new WriterSuspendedException(wanted.name()));
        }
        long asked = System.nanoTime();
        return Mono.fromFuture(() -> wanted.timed(database).begin(wanted.mode(), wanted.name()))
                .doOnDiscard(OpenTransaction.class, OpenTransaction::close)
                .onErrorMap(SqliteException.class, failure -> TransactionFailures.ofBegin(failure, wanted))
                .doOnNext(begun -> {
                    object.holder(new TransactionHolder<>(begun, wanted.readOnly(), wanted.timeLeft(asked)));
                    context.bindResource(database, object.holder());
                })
                .then();
    }

    private boolean hasSuspendedWriter(TransactionSynchronizationManager context) {
        TransactionHolder<OpenTransaction> suspended = suspended(context);
        while (suspended != null) {
            if (!suspended.readOnly() && !suspended.isEnded()) {
                return true;
            }
            suspended = suspended.suspendedBefore();
        }
        return false;
    }

    @SuppressWarnings("unchecked") // Only this class binds something to the key.
    private @Nullable TransactionHolder<OpenTransaction> suspended(TransactionSynchronizationManager context) {
        return (TransactionHolder<OpenTransaction>) context.getResource(new Suspended(database));
    }

    @Override
    protected Mono<Object> doSuspend(TransactionSynchronizationManager context, Object transaction) {
        return Mono.fromSupplier(() -> {
            ReactiveTransactionObject object = (ReactiveTransactionObject) transaction;
            TransactionHolder<OpenTransaction> holder = object.holder();
            object.holder(null);
            context.unbindResource(database);
            holder.suspendedAfter(suspended(context));
            context.unbindResourceIfPossible(new Suspended(database));
            context.bindResource(new Suspended(database), holder);
            return holder;
        });
    }

    @Override
    @SuppressWarnings("unchecked") // Only this class suspends what it resumes.
    protected Mono<Void> doResume(
            TransactionSynchronizationManager context, @Nullable Object transaction, Object suspendedResources) {
        return Mono.fromRunnable(() -> {
            TransactionHolder<OpenTransaction> holder = (TransactionHolder<OpenTransaction>) suspendedResources;
            context.unbindResource(new Suspended(database));
            if (holder.suspendedBefore() != null) {
                context.bindResource(new Suspended(database), holder.suspendedBefore());
            }
            context.bindResource(database, holder);
        });
    }

    @Override
    protected Mono<Void> doCommit(TransactionSynchronizationManager context, GenericReactiveTransaction status) {
        return Mono.defer(() -> {
            ReactiveTransactionObject object = object(status);
            if (object.holder().isRollbackOnly()) {
                return rollback(object)
                        .then(
                                Mono.error(
                                        () -> new UnexpectedRollbackException(
                                                "The transaction was rolled back because a part of it has marked it as rollback-only")));
            }
            return object.isSavepoint() ? Mono.empty() : commit(object.holder());
        });
    }

    private static Mono<Void> commit(TransactionHolder<OpenTransaction> holder) {
        holder.end();
        return Mono.fromFuture(() -> holder.transaction().commit(), true)
                .onErrorMap(SqliteException.class, TransactionFailures::ofCommit);
    }

    @Override
    protected Mono<Void> doRollback(TransactionSynchronizationManager context, GenericReactiveTransaction status) {
        return Mono.defer(() -> rollback(object(status)));
    }

    private static Mono<Void> rollback(ReactiveTransactionObject object) {
        if (object.isSavepoint()) {
            return object.rollbackToSavepoint();
        }
        TransactionHolder<OpenTransaction> holder = object.holder();
        holder.end();
        return Mono.fromFuture(() -> holder.transaction().rollback(), true);
    }

    @Override
    protected Mono<Void> doSetRollbackOnly(
            TransactionSynchronizationManager context, GenericReactiveTransaction status) {
        return Mono.fromRunnable(() -> object(status).holder().setRollbackOnly());
    }

    private static ReactiveTransactionObject object(GenericReactiveTransaction status) {
        return (ReactiveTransactionObject) status.getTransaction();
    }

    @Override
    protected Mono<Void> doCleanupAfterCompletion(TransactionSynchronizationManager context, Object transaction) {
        return Mono.defer(() -> {
            ReactiveTransactionObject object = (ReactiveTransactionObject) transaction;
            if (object.isSavepoint()) {
                return object.releaseSavepoint();
            }
            context.unbindResource(database);
            object.holder().end();
            // Does nothing unless no way of Spring has ended it.
            object.holder().transaction().close();
            object.holder().clear();
            return Mono.empty();
        });
    }
}
