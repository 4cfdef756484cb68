package io.asyncsqlite.internal.file;

import java.util.HashSet;
import java.util.Set;

/**
 * The database files that are open in this process, by their identities, for all copies of this library in all class loaders.
 *
 * <p>POSIX locks belong to the process: a second copy of SQLite that closes the same file drops the locks of the first, and
 * commits are lost. Two names of one file have two write-ahead logs, and each loses what is in the other. The set is kept under a
 * key of the system properties, in types of the JDK: class loaders share nothing else.
 *
 * @see <a href="https://www.sqlite.org/howtocorrupt.html">How to corrupt a SQLite database file, sections 2.2 and 2.5</a>
 */
public final class OpenFiles {

    private static final String KEY = "io.asyncsqlite.openFiles";

    private OpenFiles() {}

    /** Returns whether the file was not open, and now counts as open. If it was, its opening is refused by {@code ConnectionFactory}. */
    public static boolean add(FileKey key) {
        Set<String> open = open();
        synchronized (open) {
            if (contains(key)) {
                return false;
            }
            open.add(key.path());
            if (key.identity() != null) {
                open.add(key.identity());
            }
            return true;
        }
    }

    /** Tells whether a file is open, by this name or another one. */
    public static boolean contains(FileKey key) {
        Set<String> open = open();
        synchronized (open) {
            return open.contains(key.path()) || open.contains(String.valueOf(key.identity()));
        }
    }

    public static void remove(FileKey key) {
        Set<String> open = open();
        synchronized (open) {
            open.remove(key.path());
            open.remove(String.valueOf(key.identity()));
        }
    }

    @SuppressWarnings("unchecked") // The key is this library's, and every copy puts such a set.
    private static Set<String> open() {
        return (Set<String>) System.getProperties().computeIfAbsent(KEY, key -> new HashSet<String>());
    }
}
