package io.asyncsqlite;

/**
 * How a transaction takes its locks.
 *
 * @see <a href="https://www.sqlite.org/lang_transaction.html">BEGIN</a>
 */
public enum TransactionMode {
    /**
     * Takes the write lock of other processes with the first statement that writes. If another process has written since the first
     * read, that statement fails with a {@link BusyException} and only a new transaction can succeed.
     */
    DEFERRED,
    /** Takes the write lock at once: the default, and the only one whose statements never meet a lock. */
    IMMEDIATE,
    /** As {@link #IMMEDIATE}, and with a rollback journal keeps other processes from reading as well. */
    EXCLUSIVE,
    /**
     * Reads one snapshot on a reading connection of its own, beside writes. Statements that write are refused. If {@link
     * SqliteOptions#streamConnections()} are in use it fails at once with {@link ConnectionLimitException}.
     */
    READ_ONLY
}
