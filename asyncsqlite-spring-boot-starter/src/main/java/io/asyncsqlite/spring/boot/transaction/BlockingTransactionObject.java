package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.BlockingTransaction;
import io.asyncsqlite.SqliteException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.support.SmartTransactionObject;

/** What Spring knows of the transaction of a thread. */
final class BlockingTransactionObject implements SavepointManager, SmartTransactionObject {

    private @Nullable TransactionHolder<BlockingTransaction> holder;

    BlockingTransactionObject(@Nullable TransactionHolder<BlockingTransaction> bound) {
        this.holder = bound;
    }

    boolean hasTransaction() {
        return holder != null;
    }

    TransactionHolder<BlockingTransaction> holder() {
        TransactionHolder<BlockingTransaction> known = holder;
        if (known == null) {
            throw new IllegalTransactionStateException("no transaction is open");
        }
        return known;
    }

    void holder(@Nullable TransactionHolder<BlockingTransaction> other) {
        this.holder = other;
    }

    @Override
    public boolean isRollbackOnly() {
        return holder != null && holder.isRollbackOnly();
    }

    @Override
    public Object createSavepoint() {
        String name = holder().newSavepoint();
        run(transaction -> transaction.savepoint(name));
        return name;
    }

    @Override
    public void rollbackToSavepoint(Object savepoint) {
        run(transaction -> transaction.rollbackTo((String) savepoint));
        holder().resetRollbackOnly();
    }

    @Override
    public void releaseSavepoint(Object savepoint) {
        run(transaction -> transaction.release((String) savepoint));
    }

    private void run(Consumer<BlockingTransaction> action) {
        try {
            action.accept(holder().transaction());
        } catch (SqliteException e) {
            throw TransactionFailures.translated(e);
        }
    }
}
