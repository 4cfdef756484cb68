package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A directory for the native files of this process, in the temporary directory, for its owner only.
 *
 * <p>The process holds a lock on a file in it for as long as it lives. A directory whose lock is free is left over from a process
 * that was killed, and the next process deletes it. All copies of this library in all class loaders use one directory. It is
 * kept, with its lock, under a key of the system properties, in types of the JDK: class loaders share nothing else.
 */
final class ProcessDirectory {

    private static final Log LOG = Log.of(ProcessDirectory.class);
    private static final String KEY = "io.asyncsqlite.processDirectory";
    private static final String PREFIX = "asyncsqlite-process-";
    private static final String LOCK = "lock";
    private static final int ATTEMPTS = 10;

    private ProcessDirectory() {}

    /** Returns the directory, made if there is none yet. */
    static Path get() throws IOException {
        Map<String, Map.Entry<Path, FileChannel>> shared = shared();
        synchronized (shared) {
            Map.Entry<Path, FileChannel> made = shared.get(KEY);
            if (made == null) {
                Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
                made = make(temporary);
                shared.put(KEY, made);
                deleteLeftovers(temporary, made.getKey());
            }
            return made.getKey();
        }
    }

    @SuppressWarnings("unchecked") // The key is this library's, and every copy puts such a map.
    private static Map<String, Map.Entry<Path, FileChannel>> shared() {
        return (Map<String, Map.Entry<Path, FileChannel>>) System.getProperties()
                .computeIfAbsent(KEY, key -> new ConcurrentHashMap<String, Map.Entry<Path, FileChannel>>());
    }

    private static Map.Entry<Path, FileChannel> make(Path temporary) throws IOException {
        for (int i = 0; i < ATTEMPTS; i++) {
            Path directory = Files.createTempDirectory(temporary, PREFIX);
            FileChannel lock = lock(directory);
            if (lock != null) {
                // Deleted in reverse order: files that are registered later are deleted before the directory.
                directory.toFile().deleteOnExit();
                directory.resolve(LOCK).toFile().deleteOnExit();
                return Map.entry(directory, lock);
            }
        }
        throw new IOException("other processes deleted each directory made below " + temporary);
    }

    /** Locks a directory. Returns null if another process has the lock, or had it to delete the directory. */
    private static @Nullable FileChannel lock(Path directory) throws IOException {
        Path file = directory.resolve(LOCK);
        FileChannel channel;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            return null;
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock != null && Files.exists(file)) {
                return channel;
            }
        } catch (OverlappingFileLockException e) {
            // Intentionally nothing: it is in use.
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        channel.close();
        return null;
    }

    private static void deleteLeftovers(Path temporary, Path own) {
        try (DirectoryStream<Path> directories = Files.newDirectoryStream(temporary, PREFIX + "*")) {
            for (Path directory : directories) {
                if (!directory.equals(own)) {
                    deleteIfLeftOver(directory, own);
                }
            }
        } catch (IOException | DirectoryIteratorException e) {
            LOG.log(System.Logger.Level.DEBUG, () -> "Leftovers of killed processes were not looked for", e);
        }
    }

    private static void deleteIfLeftOver(Path directory, Path own) {
        try {
            if (!Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)
                    || !Files.getOwner(directory, LinkOption.NOFOLLOW_LINKS).equals(Files.getOwner(own))) {
                return;
            }
            try (FileChannel lock = lock(directory)) {
                if (lock != null) {
                    delete(directory);
                }
            }
        } catch (IOException | UnsupportedOperationException | UncheckedIOException e) {
            // Another process deletes the same directory, or the file system has no owners or locks.
            LOG.log(
                    System.Logger.Level.DEBUG,
                    () -> "What a killed process left in " + directory + " was not deleted",
                    e);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
