package io.asyncsqlite;

import io.asyncsqlite.engine.EngineBlob;
import io.asyncsqlite.engine.EngineConnection;
import io.asyncsqlite.engine.EngineException;

/** Opens and writes blobs on one connection. Worker thread only. */
final class BlobAccess {

    private final DatabaseConnection connection;
    private final EngineConnection engine;

    BlobAccess(DatabaseConnection connection, EngineConnection engine) {
        this.connection = connection;
        this.engine = engine;
    }

    /** Returns what stands for a value in messages. */
    static String description(BlobLocation location) {
        return "blob " + location.database() + "." + location.table() + "." + location.column() + " of row "
                + location.rowid();
    }

    /** Opens a value for reading, having made sure that it can be written if it is to be. */
    OpenBlob open(BlobLocation location, boolean writable) {
        refuseToGoOn(location);
        try {
            if (writable) {
                openInEngine(location, true).close();
            }
            return new OpenBlob(this, location, openInEngine(location, false));
        } catch (EngineException e) {
            throw failed(e, location);
        }
    }

    /** Writes into a value. If that fails, perhaps half-way, the transaction is rolled back. */
    void write(BlobLocation location, int position, byte[] bytes) {
        try (EngineBlob blob = openInEngine(location, true)) {
            blob.write(position, bytes);
        } catch (EngineException e) {
            connection.rollback();
            throw failed(e, location);
        }
    }

    private EngineBlob inEngine(BlobLocation location, boolean writable) throws EngineException {
        return engine.openBlob(location.database(), location.table(), location.column(), location.rowid(), writable);
    }

    /** SQLite looks into the schema that it has in memory, though others may have changed it since. */
    private EngineBlob openInEngine(BlobLocation location, boolean writable) throws EngineException {
        try {
            return inEngine(location, writable);
        } catch (EngineException e) {
            if (e.code() != ResultCode.ERROR || !readSchema(location)) {
                throw e;
            }
            return inEngine(location, writable);
        }
    }

    /** Returns the name, as SQL, of the table that holds the schema of a value's database. */
    private static String schemaTable(BlobLocation location) {
        return '"' + location.database().replace("\"", "\"\"") + "\".sqlite_schema";
    }

    private boolean readSchema(BlobLocation location) {
        try {
            connection.pragma("SELECT 1 FROM " + schemaTable(location) + " LIMIT 1");
            return true;
        } catch (EngineException e) {
            return false;
        }
    }

    /** Throws if what runs should stop. */
    void refuseToGoOn(BlobLocation location) {
        connection.refuseToGoOn(description(location));
    }

    StatementException failed(EngineException e, BlobLocation location) {
        return connection.translate(e, description(location));
    }
}
