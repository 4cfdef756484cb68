package io.asyncsqlite.internal.failure;

import io.asyncsqlite.BlobClosedException;
import io.asyncsqlite.BulkWriteException;
import io.asyncsqlite.ClusterUnavailableException;
import io.asyncsqlite.ConnectionClosedException;
import io.asyncsqlite.ConnectionLimitException;
import io.asyncsqlite.CursorClosedException;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseFailedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
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
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StreamExpiredException;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.option.Millis;
import io.asyncsqlite.internal.sql.Excerpt;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Makes the exceptions of the API, with their messages. */
public final class Failures {

    private Failures() {}

    /**
     * Returns the error of a blob that was used after its end.
     *
     * @param reason what follows "The blob" in the message
     * @param blob its description in messages
     * @param cause what led to the end, or null
     */
    public static BlobClosedException blobClosed(String reason, String blob, @Nullable Throwable cause) {
        return new BlobClosedException("The blob " + reason + ": nothing was read or written [" + blob + "]", cause);
    }

    /** Returns the error of a bulk write some of whose rows stay. */
    public static BulkWriteException bulkWrite(long rows, String sql, Throwable cause) {
        boolean unknown = cause instanceof SqliteException failed && failed.outcome() == Outcome.UNKNOWN;
        return new BulkWriteException(
                "The bulk write failed after the first " + rows + " rows of its source, which stay: the cause tells why"
                        + (unknown ? ", and that the chunk after them may stay, too" : "") + Excerpt.shown(sql),
                unknown ? Outcome.UNKNOWN : Outcome.PARTLY_EXECUTED,
                rows,
                sql,
                cause);
    }

    /** Returns the error of an operation whose time was over before a leader of its cluster was found. */
    public static ClusterUnavailableException noLeaderInTime(String database, Duration timeout, String sql) {
        return new ClusterUnavailableException(
                "No leader of the cluster of database '" + database + "' was found within " + Millis.of(timeout)
                        + ": the operation was not executed; operationTimeout, or withTimeout, sets the time"
                        + Excerpt.shown(sql),
                sql,
                null);
    }

    /**
     * Returns the error of a cluster without a leader.
     *
     * @param cause says what the servers answered
     */
    public static ClusterUnavailableException noLeader(String database, Throwable cause) {
        return new ClusterUnavailableException(
                "The cluster of database '" + database + "' cannot be reached: " + cause.getMessage()
                        + ": nothing was executed",
                null,
                cause);
    }

    /**
     * Returns the error of a connection that was used after its end.
     *
     * @param connection its name, as a sentence starts
     * @param cause the error that lost it; null if it was closed
     */
    public static ConnectionClosedException connectionClosed(String connection, @Nullable Throwable cause) {
        return new ConnectionClosedException(
                connection + (cause == null ? " is closed" : " has failed, open another one")
                        + ": the operation was not executed",
                cause);
    }

    /** Returns the error of a stream or read-only transaction that finds all connections for them lent. */
    public static ConnectionLimitException tooManyStreams(String database, int limit, String sql) {
        return new ConnectionLimitException(
                "All connections for streams and read-only transactions of '" + database
                        + "' are in use (streamConnections=" + limit
                        + "): the operation was not executed, end others first or raise the option"
                        + Excerpt.shown(sql),
                sql);
    }

    /** Returns the error of a connection that is not opened because as many as the option allows are open. */
    public static ConnectionLimitException tooManyConnections(String database, int limit) {
        return new ConnectionLimitException(
                "All connections of '" + database + "' are in use (maxConnections=" + limit
                        + "): no further one was opened, close others first or raise the option",
                null);
    }

    /**
     * Returns the error of a cursor that was used after its end.
     *
     * @param reason what follows "The cursor" in the message
     */
    public static CursorClosedException cursorClosed(String reason, String sql) {
        return new CursorClosedException("The cursor " + reason + ": no row was read" + Excerpt.shown(sql), sql, null);
    }

    /**
     * Returns the error of a database that is not opened.
     *
     * @param why what follows "cannot be opened:" in the message
     */
    public static DatabaseOpenException cannotOpen(
            SqliteOptions options, Reason reason, String why, @Nullable Throwable cause) {
        return new DatabaseOpenException("Database " + location(options) + " cannot be opened: " + why, reason, cause);
    }

    /** Returns the name of a database and where it is, for messages. */
    public static String location(SqliteOptions options) {
        Object place = options.cluster() != null ? options.cluster() : options.file();
        return "'" + options.name() + "' (" + (place == null ? "in memory" : place) + ")";
    }

    /** Returns the error of an operation that did not run because the database is closed or closing. */
    public static DatabaseClosedException databaseClosed(String database) {
        return new DatabaseClosedException(
                "Database '" + database + "' is closed: the operation was not executed", Outcome.NOT_EXECUTED);
    }

    /** Returns the error of an operation that ran when the time to close was over. */
    public static DatabaseClosedException closedWhileRunning(String database) {
        return new DatabaseClosedException(
                "Database '" + database + "' was closed before the operation was finished: it was rolled back",
                Outcome.ROLLED_BACK);
    }

    public static DatabaseFailedException databaseFailed(String database, Outcome outcome, Throwable cause) {
        return new DatabaseFailedException(
                "Database '" + database + "' has failed and must be opened again"
                        + (cause instanceof FileMovedException ? " (" + cause.getMessage() + ")" : "")
                        + ": the operation was " + (outcome == Outcome.NOT_EXECUTED ? "not executed" : "rolled back"),
                outcome,
                cause);
    }

    public static DatabaseThreadException databaseThread(String thread) {
        return new DatabaseThreadException("Thread '" + thread
                + "' runs the operations of a database and must not wait for one: compose futures, or use"
                + " the connection that the lambda was given");
    }

    public static InvalidParameterException invalidParameter(String message, String sql, @Nullable Throwable cause) {
        return new InvalidParameterException(
                message + ": the operation was not executed" + Excerpt.shown(sql), sql, cause);
    }

    /** Returns the error of one row of many, from 0. */
    public static InvalidParameterException atRow(InvalidParameterException e, String sql, long index) {
        return new InvalidParameterException(
                "At index " + index + " of the rows: " + e.getMessage(), sql, e.getCause());
    }

    public static InvalidResultException invalidResult(String message, String sql) {
        return new InvalidResultException(message + Excerpt.shown(sql), sql, null);
    }

    public static InvalidStatementException invalidStatement(
            String message, @Nullable String sql, @Nullable Throwable cause) {
        return new InvalidStatementException(
                message + ": nothing was executed" + (sql == null ? "" : Excerpt.shown(sql)), sql, cause);
    }

    /** Returns the error of a script that has a frame of its own, inside of a transaction. */
    public static InvalidStatementException scriptInTransaction(String script) {
        return invalidStatement(
                "A script with BEGIN or PRAGMA foreign_keys cannot run inside a transaction: run it on the database",
                script,
                null);
    }

    /**
     * Returns the error of an operation whose time is over.
     *
     * @param reason how it spent the time
     */
    public static OperationTimeoutException operationTimeout(
            String database, Duration timeout, String reason, Outcome outcome, String sql, @Nullable Throwable cause) {
        return new OperationTimeoutException(
                "Operation on database '" + database + "' was not finished within " + Millis.of(timeout) + ": " + reason
                        + ": it was " + (outcome == Outcome.NOT_EXECUTED ? "not executed" : "rolled back")
                        + "; operationTimeout, or withTimeout, sets the time"
                        + Excerpt.shown(sql),
                outcome,
                sql,
                cause);
    }

    /**
     * Returns the error of an operation that a transaction refused.
     *
     * @param message the whole message
     */
    public static TransactionException notExecuted(String message) {
        return new TransactionException(message, Outcome.NOT_EXECUTED, null);
    }

    public static OutcomeUnknownException outcomeUnknown(String database, Throwable cause) {
        return new OutcomeUnknownException(
                "COMMIT on database '" + database + "' failed with " + whatFailed(cause)
                        + ": whether the operation was executed is unknown",
                cause);
    }

    /** Returns the failure of a statement that was sent with others, the first of which ended their transaction: it may have been committed alone. */
    public static OutcomeUnknownException ranAfterItsTransaction(String database, String sql) {
        return new OutcomeUnknownException(
                "A statement before it ended the transaction on database '" + database
                        + "': whether the operation was executed is unknown" + Excerpt.shown(sql),
                null);
    }

    private static String whatFailed(Throwable cause) {
        if (cause instanceof EngineException e && e.primaryCode() != ResultCode.IOERR) {
            return String.valueOf(e.getMessage());
        }
        return cause instanceof EngineException || cause instanceof IOException
                ? "an I/O error"
                : cause.getClass().getName();
    }

    /** Returns the error of a read that saw a commit which may not be on the disk. */
    public static DatabaseFailedException readNotDurable(String database, IOException cause) {
        return new DatabaseFailedException(
                "Database '" + database
                        + "' has failed and must be opened again: the result rests on a commit that may not"
                        + " be on the disk (" + cause.getMessage() + ")",
                Outcome.NOT_EXECUTED,
                cause);
    }

    /**
     * Returns the error of an operation that found no place.
     *
     * @param limits the bounds of the queue
     * @param nanosForPlace how long the caller was ready to wait for a place
     */
    public static QueueFullException queueFull(String database, String limits, long nanosForPlace) {
        return queueFull(
                database,
                limits,
                nanosForPlace == 0
                        ? "submit fewer at a time, or let callers wait for a place with queueTimeout"
                        : "its caller waited up to " + Millis.of(nanosForPlace) + " for a place");
    }

    /** Returns the error of an operation that found no place in its transaction. */
    public static QueueFullException transactionFull(String database, String limits) {
        return queueFull(database, limits, "submit fewer at a time in a transaction");
    }

    private static QueueFullException queueFull(String database, String limits, String advice) {
        return new QueueFullException(
                "Queue of '" + database + "' is full (" + limits + "): the operation was not executed, " + advice);
    }

    /** Says why a transaction was stopped at its age limit. */
    public static String olderThan(Duration transactionTimeout) {
        return "was older than transactionTimeout=" + Millis.of(transactionTimeout);
    }

    public static StreamExpiredException streamExpired(String database, Duration timeout, String sql) {
        return new StreamExpiredException(
                "Stream of '" + database + "' waited longer than streamTimeout=" + Millis.of(timeout)
                        + " for demand and was ended" + Excerpt.shown(sql),
                sql);
    }
}
