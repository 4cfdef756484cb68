package io.asyncsqlite.spring.boot.transaction;

import org.springframework.transaction.CannotCreateTransactionException;

/**
 * A transaction that writes was to begin while another one that writes, of the same code, is suspended or otherwise open: it would wait
 * for the end of the other one, which waits for it. SQLite has one writer. Nothing was executed, and the open transaction goes on.
 *
 * <p>The inner transaction can be NESTED (a savepoint), or REQUIRED (one transaction); either of them can be read-only; or the inner one
 * can begin after the outer one, as in {@code @TransactionalEventListener}.
 */
public final class WriterSuspendedException extends CannotCreateTransactionException {

    private static final long serialVersionUID = 1L;

    WriterSuspendedException(String name) {
        super(message(name));
    }

    WriterSuspendedException(String name, Throwable cause) {
        super(message(name) + ". " + cause.getMessage(), cause);
    }

    private static String message(String name) {
        return "Transaction '" + name
                + "' would wait for a transaction that writes and was begun before by the same code,"
                + " for example one that Propagation.REQUIRES_NEW suspended: SQLite has one writer, and nothing was"
                + " executed. Use Propagation.NESTED or REQUIRED, make one of the two readOnly, or begin it after the"
                + " other one, as in a TransactionalEventListener";
    }
}
