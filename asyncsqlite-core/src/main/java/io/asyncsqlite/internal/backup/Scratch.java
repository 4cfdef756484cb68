package io.asyncsqlite.internal.backup;

import io.asyncsqlite.internal.file.DatabaseFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a content on its way. Any thread; {@link #delete} may come at any time, and more than once.
 *
 * <p>If the program is killed the file stays, and a later backup to its directory deletes it, as it does with parts of backups.
 */
public final class Scratch {

    private final Path file;
    private final boolean own;

    private Scratch(Path file, boolean own) {
        this.file = file;
        this.own = own;
    }

    /** Names a file of its own, beside a database file or, for a database in memory, in the temporary directory. */
    public static Scratch beside(@Nullable Path database) {
        Path directory = database == null ? null : database.getParent();
        Path there = directory == null ? Path.of(System.getProperty("java.io.tmpdir")) : directory;
        return new Scratch(there.toAbsolutePath().resolve(BackupTarget.PART + UUID.randomUUID()), true);
    }

    /** Stands for a file of the user, which stays. */
    public static Scratch of(Path file) {
        return new Scratch(file.toAbsolutePath(), false);
    }

    /** Returns its absolute path. */
    public Path file() {
        return file;
    }

    /** Creates the empty file, for its owner only. */
    void create() throws IOException {
        DatabaseFile.createForOwner(file);
    }

    /** Deletes the file, unless it is one of the user. */
    public void delete() {
        if (own) {
            BackupTarget.deleteWithOthers(file);
        }
    }
}
