package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.OpenTransaction;

/** A transaction for code that waits. */
final class BlockingTransactionHandle extends BlockingOperations implements BlockingTransaction {

    private final OpenTransaction transaction;
    private volatile boolean ended;

    BlockingTransactionHandle(OpenTransaction transaction) {
        super(transaction);
        this.transaction = transaction;
    }

    @Override
    public void savepoint(String name) {
        Waits.await(transaction.savepoint(name));
    }

    @Override
    public void rollbackTo(String name) {
        Waits.await(transaction.rollbackTo(name));
    }

    @Override
    public void release(String name) {
        Waits.await(transaction.release(name));
    }

    /** Commits unless the work has decided how it ends. */
    void commitUnlessEnded() {
        if (!ended) {
            commit();
        }
    }

    @Override
    public void commit() {
        ended = true;
        Waits.await(transaction.commit());
    }

    @Override
    public void rollback() {
        ended = true;
        Waits.awaitUninterruptibly(transaction.rollback());
    }

    @Override
    public void close() {
        if (!ended) {
            rollback();
        }
    }
}
