package io.asyncsqlite.benchmarks.run;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;

/** Where databases and results go, and on what kind of file store. */
final class Disk {

    private static final Set<String> IN_MEMORY = Set.of("tmpfs", "ramfs");

    private Disk() {}

    /** Returns the directory of the jar or classes: the system's temporary directory is in memory on many machines. */
    static Path buildDirectory() {
        try {
            Path code = Path.of(Disk.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            Path parent = code.getParent();
            return parent == null ? code : parent;
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static String type(Path directory) throws IOException {
        return Files.getFileStore(directory).type();
    }

    /** Returns whether a commit on the directory's file store waits for no disk. */
    static boolean inMemory(Path directory) throws IOException {
        return IN_MEMORY.contains(type(directory));
    }

    static String describe(Path directory) throws IOException {
        String warning = inMemory(directory) ? ", IN MEMORY: commits are not durable and cost nothing" : "";
        return "Databases in " + directory + ", file store " + type(directory) + warning;
    }
}
