package io.asyncsqlite;

import java.nio.file.Path;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * The database files that are open in this process, by their real paths, for all copies of this library in all class loaders.
 *
 * <p>POSIX locks belong to the process: a second copy of SQLite that closes the same file drops the locks of the first, and commits are
 * lost. Kept under a key of the system properties in types of the JDK, which is all that class loaders share.
 *
 * @see <a href="https://www.sqlite.org/howtocorrupt.html">How to corrupt a SQLite database file, section 2.2</a>
 */
final class OpenFiles {

    private static final String KEY = "io.asyncsqlite.openFiles";

    private OpenFiles() {}

    /** Returns whether the file was not open, and now counts as open. */
    static boolean add(Path realPath) {
        return paths().putIfAbsent(realPath.toString(), Boolean.TRUE) == null;
    }

    static void remove(Path realPath) {
        paths().remove(realPath.toString());
    }

    @SuppressWarnings("unchecked") // The key is this library's, and every copy puts such a map.
    private static ConcurrentMap<String, Boolean> paths() {
        return (ConcurrentMap<String, Boolean>)
                System.getProperties().computeIfAbsent(KEY, key -> new ConcurrentHashMap<String, Boolean>());
    }
}
