package io.asyncsqlite.spring.boot.dao;

import io.asyncsqlite.BackupException;
import io.asyncsqlite.BulkWriteException;
import io.asyncsqlite.BusyException;
import io.asyncsqlite.ConnectionClosedException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseFailedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.OperationInterruptedException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.StreamExpiredException;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.TransferException;
import java.util.Map;
import java.util.function.BiFunction;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DataRetrievalFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.dao.InvalidDataAccessResourceUsageException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.dao.TransientDataAccessResourceException;

/** Maps exceptions of this library to those of Spring. */
final class Categories {

    private static final Map<Class<? extends SqliteException>, BiFunction<String, Throwable, DataAccessException>>
            BY_TYPE = Map.ofEntries(
                    Map.entry(StreamExpiredException.class, QueryTimeoutException::new),
                    Map.entry(BackupException.class, DataAccessResourceFailureException::new),
                    Map.entry(DatabaseOpenException.class, DataAccessResourceFailureException::new),
                    Map.entry(DatabaseClosedException.class, DataAccessResourceFailureException::new),
                    Map.entry(DatabaseFailedException.class, DataAccessResourceFailureException::new),
                    Map.entry(TransferException.class, DataAccessResourceFailureException::new),
                    Map.entry(BulkWriteException.class, UncategorizedSqliteException::new),
                    Map.entry(OperationInterruptedException.class, UncategorizedSqliteException::new),
                    Map.entry(OutcomeUnknownException.class, DataAccessResourceFailureException::new),
                    Map.entry(ConnectionClosedException.class, DataAccessResourceFailureException::new),
                    Map.entry(InvalidResultException.class, DataRetrievalFailureException::new));

    private Categories() {}

    static DataAccessException translate(SqliteException failure) {
        String message = String.valueOf(failure.getMessage());
        if (failure.retryable()) {
            return retryable(failure, message);
        }
        var category = BY_TYPE.get(failure.getClass());
        if (category != null) {
            return category.apply(message, failure);
        }
        if (failure instanceof ConstraintException constraint) {
            return constraint.isUniqueViolation()
                    ? new DuplicateKeyException(message, failure)
                    : new DataIntegrityViolationException(message, failure);
        }
        if (failure instanceof StatementException statement) {
            return byCode(statement.code().primary(), message, failure);
        }
        boolean rolledBack = failure instanceof TransactionException && failure.outcome() != Outcome.NOT_EXECUTED;
        return rolledBack
                ? new TransientDataAccessResourceException(message, failure)
                : new InvalidDataAccessApiUsageException(message, failure);
    }

    private static DataAccessException retryable(SqliteException failure, String message) {
        if (failure instanceof BusyException) {
            return new CannotAcquireLockException(message, failure);
        }
        return failure instanceof OperationTimeoutException
                ? new QueryTimeoutException(message, failure)
                : new TransientDataAccessResourceException(message, failure);
    }

    private static DataAccessException byCode(int primaryCode, String message, Throwable cause) {
        return switch (primaryCode) {
            case ResultCode.ERROR -> new InvalidDataAccessResourceUsageException(message, cause);
            case ResultCode.TOOBIG, ResultCode.MISMATCH -> new DataIntegrityViolationException(message, cause);
            case ResultCode.PERM,
                    ResultCode.READONLY,
                    ResultCode.IOERR,
                    ResultCode.CORRUPT,
                    ResultCode.CANTOPEN,
                    ResultCode.NOTADB,
                    ResultCode.NOMEM,
                    ResultCode.FULL -> new DataAccessResourceFailureException(message, cause);
            default -> new UncategorizedSqliteException(message, cause);
        };
    }
}
