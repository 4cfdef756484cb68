package io.asyncsqlite.internal.engine;

import java.util.Set;

/** Calls the copy of SQLite that sqlite-jdbc bundles through {@code java.lang.foreign}. The driver only loads it. */
final class ForeignEngine implements Engine {

    private static final int OPEN_READONLY = 0x1;
    private static final int OPEN_READWRITE = 0x2;
    private static final int OPEN_URI = 0x40;
    private static final int OPEN_NOMUTEX = 0x8000;
    private static final int OPEN_EXRESCODE = 0x0200_0000;

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        Extension.load();
        // Without CREATE: SQLite would create files that other users can read, also attached ones. Without a mutex:
        // only
        // its own thread uses a connection.
        long db = openFile(JniEngine.location(request), request.readOnly());
        try {
            return new ForeignConnection(db, request);
        } catch (Throwable e) {
            Sqlite3.close(db);
            throw e;
        }
    }

    @Override
    public Set<Ability> abilities() {
        return Ability.ofSqlite();
    }

    /** Opens a file by its name for SQLite. */
    static long openFile(String name, boolean readOnly) throws EngineException {
        int access = readOnly ? OPEN_READONLY : OPEN_READWRITE;
        return Sqlite3.open(name, access | OPEN_URI | OPEN_NOMUTEX | OPEN_EXRESCODE);
    }
}
