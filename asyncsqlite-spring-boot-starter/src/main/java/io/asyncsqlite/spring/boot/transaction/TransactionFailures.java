package io.asyncsqlite.spring.boot.transaction;

import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.spring.boot.dao.SqliteExceptionTranslator;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.TransactionSystemException;
import org.springframework.transaction.UnexpectedRollbackException;

/** Turns failures of BEGIN, COMMIT and savepoints into Spring's exceptions. */
final class TransactionFailures {

    private static final SqliteExceptionTranslator TRANSLATOR = new SqliteExceptionTranslator();

    private TransactionFailures() {}

    static RuntimeException ofBegin(SqliteException failure, WantedTransaction wanted) {
        // The library refuses a BEGIN with it only where the BEGIN would wait for the code that asks for it.
        return failure instanceof TransactionException
                ? new WriterSuspendedException(wanted.name(), failure)
                : new CannotCreateTransactionException(
                        "Transaction '" + wanted.name() + "' could not begin: " + failure.getMessage(), failure);
    }

    static RuntimeException ofCommit(SqliteException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure instanceof TransactionException && failure.outcome() == Outcome.ROLLED_BACK) {
            return new UnexpectedRollbackException(message, failure);
        }
        return failure.outcome() == Outcome.UNKNOWN
                ? new TransactionSystemException(message, failure)
                : translated(failure);
    }

    static RuntimeException translated(SqliteException failure) {
        return TRANSLATOR.translate(failure) instanceof RuntimeException translated ? translated : failure;
    }
}
