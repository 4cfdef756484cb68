package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.OpenTransaction;
import io.asyncsqlite.SavepointOperations;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.internal.operation.WriterHold;
import io.asyncsqlite.internal.transaction.TransactionHandle;
import java.time.Duration;

/** A transaction for code that waits, or a view of it whose operations have another timeout. */
final class BlockingTransactionHandle extends BlockingOperations implements BlockingTransaction {

    private final Transaction operations;
    private final BlockingTransactionHandle begun;
    private final OpenTransaction transaction;
    private final WriterHold hold;
    private volatile boolean ended;

    private BlockingTransactionHandle(OpenTransaction transaction, WriterHold hold) {
        super(transaction);
        this.operations = transaction;
        this.begun = this;
        this.transaction = transaction;
        this.hold = hold;
    }

    private BlockingTransactionHandle(BlockingTransactionHandle begun, Transaction operations) {
        super(operations);
        this.operations = operations;
        this.begun = begun;
        this.transaction = begun.transaction;
        this.hold = begun.hold;
    }

    /** Makes the handle of a transaction that this thread has begun. */
    static BlockingTransactionHandle of(OpenTransaction transaction) {
        WriterHold hold = ((TransactionHandle) transaction).hold();
        hold.enter();
        return new BlockingTransactionHandle(transaction, hold);
    }

    @Override
    AsyncOperations operations() {
        hold.used();
        return super.operations();
    }

    private SavepointOperations savepoints() {
        hold.used();
        return operations;
    }

    @Override
    public BlockingTransaction withTimeout(Duration timeout) {
        return new BlockingTransactionHandle(begun, transaction.withTimeout(timeout));
    }

    @Override
    public void savepoint(String name) {
        Waits.await(savepoints().savepoint(name));
    }

    @Override
    public void rollbackTo(String name) {
        Waits.await(savepoints().rollbackTo(name));
    }

    @Override
    public void release(String name) {
        Waits.await(savepoints().release(name));
    }

    /** Commits unless the work has decided how it ends. */
    void commitUnlessEnded() {
        if (!begun.ended) {
            commit();
        }
    }

    @Override
    public void commit() {
        begun.ended = true;
        try {
            Waits.await(transaction.commit());
        } finally {
            hold.leave();
        }
    }

    @Override
    public void rollback() {
        begun.ended = true;
        try {
            Waits.awaitUninterruptibly(transaction.rollback());
        } finally {
            hold.leave();
        }
    }

    @Override
    public void close() {
        if (!begun.ended) {
            rollback();
        }
    }
}
