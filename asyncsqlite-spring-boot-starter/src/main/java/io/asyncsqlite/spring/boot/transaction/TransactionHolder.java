package io.asyncsqlite.spring.boot.transaction;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.ResourceHolderSupport;

/**
 * A transaction that is bound to a thread, or to a context of Reactor.
 *
 * <pre> OPEN --commit, rollback--> ENDED </pre>
 *
 * It stays bound until Spring has called what waits for its completion. Code that runs meanwhile uses the database, not the
 * transaction.
 *
 * @param <T> type of the transaction
 */
final class TransactionHolder<T> extends ResourceHolderSupport {

    private final T transaction;
    private final boolean readOnly;
    private volatile boolean ended;
    private int savepoints;
    private @Nullable TransactionHolder<T> suspendedBefore;

    TransactionHolder(T transaction, boolean readOnly, @Nullable Duration timeout) {
        this.transaction = transaction;
        this.readOnly = readOnly;
        setSynchronizedWithTransaction(true);
        if (timeout != null) {
            setTimeoutInMillis(timeout.toMillis());
        }
    }

    T transaction() {
        return transaction;
    }

    boolean readOnly() {
        return readOnly;
    }

    boolean isEnded() {
        return ended;
    }

    void end() {
        ended = true;
    }

    /** Returns a name that no other savepoint of the transaction has. */
    synchronized String newSavepoint() {
        return "spring_" + ++savepoints;
    }

    /**
     * Returns the time for an operation that begins now.
     *
     * @param usual the time of an operation where the transaction has no timeout
     * @throws org.springframework.transaction.TransactionTimedOutException if the time of the transaction is over
     */
    Duration timeFor(Duration usual) {
        if (!hasTimeout()) {
            return usual;
        }
        Duration left = Duration.ofMillis(Math.max(1, getTimeToLiveInMillis()));
        return left.compareTo(usual) < 0 ? left : usual;
    }

    /** Returns the holder that was suspended when this one was, or null. */
    @Nullable
    TransactionHolder<T> suspendedBefore() {
        return suspendedBefore;
    }

    void suspendedAfter(@Nullable TransactionHolder<T> other) {
        suspendedBefore = other;
    }
}
