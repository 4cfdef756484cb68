package io.asyncsqlite.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small file system in memory, mounted until closed. */
public final class Tmpfs implements AutoCloseable {

    private final Path directory;

    private Tmpfs(Path directory) {
        this.directory = directory;
    }

    /**
     * Mounts one on a new directory, or skips the test where that is not possible.
     *
     * @param options for {@code mount -o}, such as {@code size=2m}
     */
    public static Tmpfs mount(Path directory, String options) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "tmpfs exists on Linux only");
        Files.createDirectory(directory);
        assumeTrue(
                run("mount", "-t", "tmpfs", "-o", options, "tmpfs", directory.toString()) == 0,
                "mounting is not allowed");
        return new Tmpfs(directory);
    }

    /** Makes a directory appear at another path, too, or skips the test where that is not possible. */
    public static Tmpfs bind(Path original, Path directory) throws IOException {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "bind mounts exist on Linux only");
        Files.createDirectory(directory);
        assumeTrue(run("mount", "--bind", original.toString(), directory.toString()) == 0, "mounting is not allowed");
        return new Tmpfs(directory);
    }

    public Path directory() {
        return directory;
    }

    Path resolve(String name) {
        return directory.resolve(name);
    }

    private static int run(String... command) throws IOException {
        return ChildJvm.run(new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD), 10);
    }

    @Override
    public void close() throws IOException {
        if (run("umount", directory.toString()) != 0) {
            throw new IOException(directory + " stays mounted");
        }
    }
}
