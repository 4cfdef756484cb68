package io.asyncsqlite.r2dbc;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.ConnectionClosedException;
import io.asyncsqlite.ConnectionLimitException;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.CursorClosedException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseThreadException;
import io.asyncsqlite.InvalidParameterException;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.QueueFullException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.StreamExpiredException;
import io.asyncsqlite.TransactionException;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcPermissionDeniedException;
import io.r2dbc.spi.R2dbcRollbackException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.R2dbcTransientResourceException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Translates failures of SQLite and the core into R2DBC's exceptions, with an SQLState, SQLite's extended result code (0 if it
 * was not asked) and the SQL. Messages and causes are the core's and hold no values.
 *
 * @see <a href="https://www.sqlite.org/rescode.html">Result codes</a>
 */
final class Failures {

    private Failures() {}

    /** Translates a failure of the core; others stay as they are. */
    static Throwable translate(Throwable failure) {
        return translate(failure, null);
    }

    /** Translates a failure of the core from a statement. */
    static Throwable translate(Throwable failure, @Nullable String sql) {
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return translate(failure.getCause(), sql);
        }
        return failure instanceof SqliteException known ? translated(known, sql) : failure;
    }

    static R2dbcException factoryClosed(String database) {
        return new R2dbcNonTransientResourceException(
                "The connection factory of database '" + database + "' is closed: nothing was executed", "08003");
    }

    static R2dbcException connectionClosed() {
        return new R2dbcNonTransientResourceException("The connection is closed: nothing was executed", "08003");
    }

    static <T> CompletableFuture<T> transactionOpen() {
        return CompletableFuture.failedFuture(new R2dbcNonTransientResourceException(
                "The connection has an open transaction already: nothing was executed", "25001"));
    }

    static <T> CompletableFuture<T> transactionEnded() {
        return CompletableFuture.failedFuture(new R2dbcNonTransientResourceException(
                "The transaction that was open when the statement was subscribed to has ended: nothing was executed; subscribe to"
                        + " a statement after the COMMIT or ROLLBACK that it is to follow",
                "25000"));
    }

    static <T> CompletableFuture<T> noTransaction() {
        return CompletableFuture.failedFuture(new R2dbcNonTransientResourceException(
                "The connection has no open transaction: nothing was executed", "25P01"));
    }

    static R2dbcException readOnly(String sql) {
        return new R2dbcPermissionDeniedException(
                "A read-only transaction runs only statements that read: nothing was executed", "25006", 0, sql);
    }

    private static R2dbcException translated(SqliteException e, @Nullable String sql) {
        String message = e.getMessage();
        if (e instanceof StatementException statement) {
            return ofSqlite(statement);
        }
        if (e instanceof InvalidStatementException) {
            return new R2dbcBadGrammarException(message, "42000", 0, sql, e);
        }
        if (e instanceof InvalidParameterException) {
            return new R2dbcDataIntegrityViolationException(message, "22023", 0, sql, e);
        }
        if (e instanceof InvalidResultException) {
            return new R2dbcDataIntegrityViolationException(message, "22000", 0, sql, e);
        }
        if (e instanceof OperationTimeoutException || e instanceof StreamExpiredException) {
            return new R2dbcTimeoutException(message, "57014", 0, sql, e);
        }
        if (e instanceof QueueFullException || e instanceof ConnectionLimitException) {
            return new R2dbcTransientResourceException(message, "53000", 0, sql, e);
        }
        if (e instanceof TransactionException transaction) {
            return ofTransaction(transaction, sql);
        }
        return e.retryable()
                ? new R2dbcTransientResourceException(message, resourceState(e), code(e), sql, e)
                : new R2dbcNonTransientResourceException(message, resourceState(e), code(e), sql, e);
    }

    private static R2dbcException ofTransaction(TransactionException e, @Nullable String sql) {
        return e.outcome() == Outcome.NOT_EXECUTED
                ? new R2dbcNonTransientResourceException(e.getMessage(), "25000", 0, sql, e)
                : new R2dbcRollbackException(
                        e.getMessage(), e.getCause() instanceof BusyException ? "40001" : "40000", code(e), sql, e);
    }

    private static String resourceState(SqliteException e) {
        if (e instanceof DatabaseOpenException || e instanceof ClusterUnavailableException) {
            return "08001";
        }
        if (e instanceof OutcomeUnknownException) {
            return "08007";
        }
        if (e instanceof CursorClosedException) {
            return "24000";
        }
        if (e instanceof DatabaseThreadException) {
            return "HY010";
        }
        return e instanceof DatabaseClosedException || e instanceof ConnectionClosedException ? "08003" : "08006";
    }

    private static int code(SqliteException e) {
        ResultCode code = e instanceof DatabaseOpenException open ? open.code() : null;
        return code != null
                ? code.extended()
                : e.getCause() instanceof StatementException cause
                        ? cause.code().extended()
                        : 0;
    }

    private static R2dbcException ofSqlite(StatementException e) {
        int code = e.code().extended();
        if (e instanceof ConstraintException constraint) {
            return new R2dbcDataIntegrityViolationException(
                    e.getMessage(), constraintState(constraint), code, e.sql(), e);
        }
        return switch (e.code().primary()) {
            case ResultCode.ERROR, ResultCode.RANGE ->
                new R2dbcBadGrammarException(e.getMessage(), "42000", code, e.sql(), e);
            case ResultCode.TOOBIG, ResultCode.MISMATCH ->
                new R2dbcDataIntegrityViolationException(e.getMessage(), "22000", code, e.sql(), e);
            case ResultCode.PERM, ResultCode.READONLY, ResultCode.AUTH ->
                new R2dbcPermissionDeniedException(e.getMessage(), "42501", code, e.sql(), e);
            case ResultCode.LOCKED, ResultCode.SCHEMA ->
                new R2dbcRollbackException(e.getMessage(), "40001", code, e.sql(), e);
            case ResultCode.INTERRUPT -> new R2dbcTransientResourceException(e.getMessage(), "57014", code, e.sql(), e);
            default ->
                e instanceof BusyException
                        ? new R2dbcRollbackException(e.getMessage(), "40001", code, e.sql(), e)
                        : new R2dbcNonTransientResourceException(
                                e.getMessage(), diskState(e.code().primary()), code, e.sql(), e);
        };
    }

    private static String diskState(int primary) {
        return switch (primary) {
            case ResultCode.FULL -> "53100";
            case ResultCode.CANTOPEN -> "08001";
            case ResultCode.CORRUPT, ResultCode.NOTADB -> "XX001";
            default -> "58030";
        };
    }

    private static String constraintState(ConstraintException e) {
        if (e.isUniqueViolation()) {
            return "23505";
        }
        return switch (e.code().extended()) {
            case ResultCode.CONSTRAINT_CHECK -> "23514";
            case ResultCode.CONSTRAINT_FOREIGNKEY -> "23503";
            case ResultCode.CONSTRAINT_NOTNULL -> "23502";
            default -> "23000";
        };
    }
}
