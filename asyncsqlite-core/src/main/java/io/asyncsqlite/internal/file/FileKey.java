package io.asyncsqlite.internal.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * The identity of a file. It is read by a stat: opening and closing the file would drop SQLite's locks.
 *
 * @param path its real path, without symbolic links
 * @param identity its device and inode, the same for hard links and bind mounts; null where the file system has none, as on Windows
 */
public record FileKey(String path, @Nullable String identity) {

    /** Returns the key of a file that exists. */
    public static FileKey of(Path file) throws IOException {
        Path real = file.toRealPath();
        return new FileKey(real.toString(), identity(real));
    }

    /** Returns the device and inode of the file that a path leads to, or null where there are none. */
    public static @Nullable String identity(Path file) throws IOException {
        Object identity = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return identity == null ? null : identity.toString();
    }
}
