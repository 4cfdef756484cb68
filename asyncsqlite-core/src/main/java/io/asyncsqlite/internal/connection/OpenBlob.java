package io.asyncsqlite.internal.connection;

import io.asyncsqlite.BlobClosedException;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.internal.engine.EngineBlob;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * A value that is open in SQLite. Worker thread only, but for {@link #check()} and {@link #refuse}.
 *
 * <p>The blob stays open for reading, so that SQLite reports a change of the row. For each write it is opened anew: while a blob
 * is open for writing, SQLite opens no savepoint and commits nothing.
 */
public final class OpenBlob implements AutoCloseable {

    private static final int BYTES_BETWEEN_QUESTIONS = 1 << 20;
    private static final byte[] NO_BYTES = {};

    private final DatabaseConnection connection;
    private final EngineConnection engine;
    private final BlobLocation location;
    private final EngineBlob blob;

    private volatile @Nullable BlobClosedException refusal;
    private volatile LeakReports.@Nullable Watch watch;

    private OpenBlob(DatabaseConnection connection, EngineConnection engine, BlobLocation location, boolean writable)
            throws EngineException {
        this.connection = connection;
        this.engine = engine;
        this.location = location;
        if (writable) {
            openInEngine(true).close();
        }
        this.blob = openInEngine(false);
    }

    /** Opens a value for reading. If it is to be written too, first makes sure that it can be. */
    static OpenBlob open(
            DatabaseConnection connection, EngineConnection engine, BlobLocation location, boolean writable) {
        connection.interrupter().checkStop(description(location));
        try {
            return new OpenBlob(connection, engine, location, writable);
        } catch (EngineException e) {
            throw connection.translate(e, description(location));
        }
    }

    /** Returns the description of a value for messages. */
    public static String description(BlobLocation location) {
        return "blob " + location.database() + "." + location.table() + "." + location.column() + " of row "
                + location.rowid();
    }

    public String description() {
        return description(location);
    }

    public int size() {
        return blob.size();
    }

    /** Throws the reason if the blob can no longer be used. */
    public void check() {
        BlobClosedException reason = refusal;
        if (reason != null) {
            throw reason;
        }
    }

    /** Reads bytes, and stops in between if the operation must stop. */
    public byte[] read(int position, int length) {
        check();
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; done += BYTES_BETWEEN_QUESTIONS) {
            throwIfStopped();
            try {
                blob.read(position + done, bytes, done, Math.min(BYTES_BETWEEN_QUESTIONS, length - done));
            } catch (EngineException e) {
                throw failed(e);
            }
        }
        return bytes;
    }

    /** Writes bytes, all or none: a write that fails, perhaps half-way, rolls the transaction back. */
    public void write(int position, byte[] bytes) {
        check();
        throwIfStopped();
        try {
            blob.read(0, NO_BYTES, 0, 0);
        } catch (EngineException e) {
            throw failed(e);
        }
        try (EngineBlob writable = openInEngine(true)) {
            writable.write(position, bytes);
            connection.changes().wroteBlob(location.database(), location.table());
        } catch (EngineException e) {
            connection.transaction().rollback();
            throw translated(e);
        }
    }

    /**
     * Opens the blob after a read of the schema: SQLite would use the schema in memory, which another connection may have
     * changed.
     */
    private EngineBlob openInEngine(boolean writable) throws EngineException {
        try {
            return openNow(writable);
        } catch (EngineException e) {
            if (e.code() != ResultCode.ERROR || !readSchema()) {
                throw e;
            }
            return openNow(writable);
        }
    }

    private EngineBlob openNow(boolean writable) throws EngineException {
        return engine.openBlob(location.database(), location.table(), location.column(), location.rowid(), writable);
    }

    private boolean readSchema() {
        try {
            String database = Identifiers.quoted(location.database());
            connection.pragma("SELECT 1 FROM " + database + ".sqlite_schema LIMIT 1");
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Throws if the running operation must stop. */
    private void throwIfStopped() {
        connection.interrupter().checkStop(description());
    }

    private StatementException translated(EngineException e) {
        return connection.translate(e, description());
    }

    private SqliteException failed(EngineException e) {
        if (e.primaryCode() != ResultCode.ABORT) {
            return translated(e);
        }
        BlobClosedException expired = Failures.blobClosed("expired, its row was changed", description(), e);
        end(expired);
        return expired;
    }

    /** Makes every later use fail. The first reason stays. */
    public synchronized void refuse(BlobClosedException reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    /** Closes the blob, and makes every later use fail. */
    public void end(BlobClosedException reason) {
        refuse(reason);
        close();
    }

    @Override
    public void close() {
        endWatch();
        blob.close();
    }

    /** Sets the watch for leaks, which ends when the blob is closed. */
    public void watchedBy(LeakReports.Watch watching) {
        watch = watching;
        if (refusal != null) {
            watching.close();
        }
    }

    public void endWatch() {
        LeakReports.Watch watching = watch;
        if (watching != null) {
            watching.close();
        }
    }
}
