package io.asyncsqlite.internal.file;

import io.asyncsqlite.internal.failure.FileMovedException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Watches that the paths of an open database still lead to the files that were opened: the file, its write-ahead log and the
 * memory that it shares. SQLite keeps its open files wherever they are moved, and would write to a deleted file until it is
 * closed. Any thread.
 *
 * @see <a href="https://www.sqlite.org/howtocorrupt.html#_unlinking_or_renaming_a_database_file_while_in_use">Unlinking or renaming a database
 *     file while in use</a>
 */
public final class FileWatch {

    /** Watches nothing. */
    public static final FileWatch NONE = new FileWatch(List.of());

    /** A look costs about 2 microseconds for each file. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private final List<Watched> watched;
    private volatile long lookedNanos = System.nanoTime();

    private FileWatch(List<Watched> watched) {
        this.watched = watched;
    }

    /**
     * Watches an open database file and those beside it that exist.
     *
     * @param file its real path
     * @param identity the identity of the file when it was opened
     */
    public static FileWatch of(Path file, @Nullable String identity) {
        List<Watched> watched = new ArrayList<>();
        watched.add(new Watched(file, identity, true));
        for (String suffix : List.of("-wal", "-shm")) {
            Path beside = DatabaseFile.beside(file, suffix);
            try {
                watched.add(new Watched(beside, FileKey.identity(beside), false));
            } catch (IOException e) {
                // Intentionally nothing: with a rollback journal there is none.
            }
        }
        return new FileWatch(watched);
    }

    /** Watches the files of another watch, too. */
    public FileWatch and(FileWatch other) {
        List<Watched> all = new ArrayList<>(watched);
        all.addAll(other.watched);
        return new FileWatch(all);
    }

    /** Watches database files only: SQLite deletes the others with the last connection. */
    public FileWatch withoutLog() {
        return new FileWatch(watched.stream().filter(Watched::isDatabase).toList());
    }

    /** Throws if a file is no longer there. Looks only if the last look is a moment ago. */
    public void checkOccasionally() throws FileMovedException {
        if (System.nanoTime() - lookedNanos > PAUSE_NANOS) {
            check();
        }
    }

    /** Throws if a file is no longer there. */
    public void check() throws FileMovedException {
        for (Watched one : watched) {
            one.check();
        }
        lookedNanos = System.nanoTime();
    }

    private record Watched(Path path, @Nullable String identity, boolean isDatabase) {

        void check() throws FileMovedException {
            String now;
            try {
                now = FileKey.identity(path);
            } catch (NoSuchFileException e) {
                throw new FileMovedException(path, "deleted or moved away", e);
            } catch (IOException e) {
                // A file that cannot be looked at now, for example in a directory without permission, may still be
                // there.
                return;
            }
            if (identity != null && !identity.equals(now)) {
                throw new FileMovedException(path, "replaced by another file", null);
            }
        }
    }
}
