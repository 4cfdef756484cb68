package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.SqliteException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Binds transactions of one database to threads, for {@code @Transactional} and {@code TransactionTemplate} in code that waits, on
 * platform threads and virtual ones. Thread-safe. {@link TransactionAwareBlockingSqlite} takes part in them; {@link AsyncSqlite} does not.
 *
 * <pre>
 * &#64;Bean(defaultCandidate = false)
 * SqliteTransactionManager notesTransactionManager(AsyncSqlite database) {
 *     return new SqliteTransactionManager(database);
 * }
 * </pre>
 *
 * <ul>
 *   <li>A transaction is BEGIN IMMEDIATE: no other write runs until it has ended. {@code readOnly} reads one snapshot, beside writes, and
 *       refuses to write.
 *   <li>The timeout, in seconds, counts from the wait for its turn to its last operation. A transaction that is older than {@link
 *       io.asyncsqlite.SqliteOptions#transactionTimeout()} is rolled back whatever its timeout is.
 *   <li>Isolation is SERIALIZABLE, for every requested level.
 *   <li>NESTED is a savepoint. REQUIRES_NEW works if the outer or the inner transaction is read-only. If both write it fails at once
 *       with {@link WriterSuspendedException}, because SQLite has one writer.
 *   <li>What runs after the completion of a transaction, such as {@code @TransactionalEventListener}, uses the database as without one.
 * </ul>
 *
 * <p>BEGIN fails with {@link org.springframework.transaction.CannotCreateTransactionException}, COMMIT with an exception of {@link
 * io.asyncsqlite.spring.boot.dao.SqliteExceptionTranslator}, or with {@link
 * org.springframework.transaction.UnexpectedRollbackException} if the transaction was rolled back before.
 */
public final class SqliteTransactionManager extends AbstractPlatformTransactionManager
        implements ResourceTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient AsyncSqlite database;

    /**
     * Creates a manager.
     *
     * @param database an open database: the same object that a {@link TransactionAwareBlockingSqlite} has
     */
    public SqliteTransactionManager(AsyncSqlite database) {
        this.database = Objects.requireNonNull(database, "database");
        setNestedTransactionAllowed(true);
    }

    @Override
    public AsyncSqlite getResourceFactory() {
        return database;
    }

    @Override
    protected BlockingTransactionObject doGetTransaction() {
        return new BlockingTransactionObject(bound(database));
    }

    /** Returns what is bound to this thread for a database, or null. */
    @SuppressWarnings("unchecked") // Only this class binds something to a database.
    static @Nullable TransactionHolder<BlockingTransaction> bound(AsyncSqlite database) {
        return (TransactionHolder<BlockingTransaction>) TransactionSynchronizationManager.getResource(database);
    }

    @Override
    protected boolean isExistingTransaction(Object transaction) {
        return ((BlockingTransactionObject) transaction).hasTransaction();
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        WantedTransaction wanted =
                WantedTransaction.of(definition, determineTimeout(definition), SqliteTransactionManager.class);
        TransactionHolder<BlockingTransaction> holder = begin(wanted);
        ((BlockingTransactionObject) transaction).holder(holder);
        TransactionSynchronizationManager.bindResource(database, holder);
    }

    private TransactionHolder<BlockingTransaction> begin(WantedTransaction wanted) {
        // Before BEGIN, so that the timeout includes the wait.
        long asked = System.nanoTime();
        try {
            BlockingTransaction begun = wanted.timed(database).blocking().begin(wanted.mode(), wanted.name());
            return new TransactionHolder<>(begun, wanted.readOnly(), wanted.timeLeft(asked));
        } catch (SqliteException e) {
            throw TransactionFailures.ofBegin(e, wanted);
        }
    }

    @Override
    protected Object doSuspend(Object transaction) {
        ((BlockingTransactionObject) transaction).holder(null);
        return TransactionSynchronizationManager.unbindResource(database);
    }

    @Override
    protected void doResume(@Nullable Object transaction, Object suspendedResources) {
        TransactionSynchronizationManager.bindResource(database, suspendedResources);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        TransactionHolder<BlockingTransaction> holder = holder(status);
        holder.end();
        try {
            holder.transaction().commit();
        } catch (SqliteException e) {
            throw TransactionFailures.ofCommit(e);
        }
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        TransactionHolder<BlockingTransaction> holder = holder(status);
        holder.end();
        holder.transaction().rollback();
    }

    @Override
    protected void doSetRollbackOnly(DefaultTransactionStatus status) {
        holder(status).setRollbackOnly();
    }

    private static TransactionHolder<BlockingTransaction> holder(DefaultTransactionStatus status) {
        return ((BlockingTransactionObject) status.getTransaction()).holder();
    }

    @Override
    protected void doCleanupAfterCompletion(Object transaction) {
        TransactionSynchronizationManager.unbindResource(database);
        TransactionHolder<BlockingTransaction> holder = ((BlockingTransactionObject) transaction).holder();
        holder.end();
        // Does nothing unless no way of Spring has ended it.
        holder.transaction().close();
        holder.clear();
    }
}
