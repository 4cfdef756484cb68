package io.asyncsqlite.internal.engine;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Ways to copy the main database of a connection. Every method belongs to the thread that opened the connection. */
public interface EnginePages {

    /**
     * Begins to copy the main database to a file, page by page. Nothing is synced.
     *
     * @param file absolute path of an empty file, which no connection has open
     * @return the copy, to be closed before the connection; null if the engine cannot do it
     * @throws EngineException if SQLite refuses
     */
    default @Nullable EngineBackup backupTo(Path file) throws EngineException {
        return null;
    }

    /**
     * Returns the file of the main database. Another file of the program for it would drop the locks of SQLite when it is closed.
     *
     * @return the file, usable until the connection is closed; null if the engine cannot read it
     * @throws EngineException if SQLite refuses
     * @see <a href="https://www.sqlite.org/howtocorrupt.html#posix_close_bug">Posix advisory locks</a>
     */
    default @Nullable EngineFile file() throws EngineException {
        return null;
    }
}
