package io.asyncsqlite.internal.engine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import org.sqlite.core.Codes;

/** One {@code sqlite3_backup*}, with the connection to its target. */
final class ForeignBackup extends ForeignHandle implements EngineBackup {

    /** The target is of no use before it is complete, so nothing protects it until then. */
    private static final byte[] WITHOUT_JOURNAL =
            "PRAGMA journal_mode=OFF;PRAGMA synchronous=OFF".getBytes(StandardCharsets.UTF_8);

    /** Copied at a time when a content is replaced: less than a millisecond of work. */
    private static final int PAGES = 256;

    private final long target;

    private ForeignBackup(ForeignConnection connection, long pointer, long target) {
        super(connection, pointer, "backup");
        this.target = target;
    }

    /** Opens the target, and begins to copy to it. */
    static ForeignBackup to(ForeignConnection connection, long source, Path file) throws EngineException {
        long target = ForeignEngine.openFile(file.toString(), false);
        long pointer = 0;
        try {
            int code = Sqlite3.exec(target, WITHOUT_JOURNAL);
            pointer = code == Codes.SQLITE_OK ? Backups.init(target, source) : 0;
            if (pointer == 0) {
                throw new EngineException(Sqlite3.extendedErrcode(target), Sqlite3.errmsg(target));
            }
            return new ForeignBackup(connection, pointer, target);
        } finally {
            if (pointer == 0) {
                Sqlite3.close(target);
            }
        }
    }

    /** Copies a whole file into a connection. */
    static void from(Path file, long target, BooleanSupplier stop) throws EngineException {
        long source = ForeignEngine.openFile(JniEngine.immutable(file), true);
        try {
            long pointer = Backups.init(target, source);
            if (pointer == 0) {
                throw new EngineException(Sqlite3.extendedErrcode(target), Sqlite3.errmsg(target));
            }
            int code;
            do {
                code = stop.getAsBoolean() ? Codes.SQLITE_INTERRUPT : Backups.step(pointer, PAGES);
            } while (code == Codes.SQLITE_OK);
            // Rolls back unless the last step has committed.
            Backups.finish(pointer);
            if (code != Codes.SQLITE_DONE) {
                throw new EngineException(code, Sqlite3.errstr(code));
            }
        } finally {
            Sqlite3.close(source);
        }
    }

    @Override
    public boolean step(int pages) throws EngineException {
        use();
        int code = Backups.step(pointer, pages);
        if (code != Codes.SQLITE_OK && code != Codes.SQLITE_DONE) {
            throw new EngineException(code, Sqlite3.errstr(code));
        }
        return code == Codes.SQLITE_OK;
    }

    @Override
    public int remaining() {
        return isClosed() ? 0 : Backups.remaining(pointer);
    }

    @Override
    public int pages() {
        return isClosed() ? 0 : Backups.pageCount(pointer);
    }

    @Override
    void release() {
        // The code is that of the last step once more.
        Backups.finish(pointer);
        Sqlite3.close(target);
    }
}
