package io.asyncsqlite.internal.engine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The extension's binary for this platform as a file, for the moment in which SQLite loads it. A copy of the resource in a new directory
 * of its own below that of the process; or the file that the system property names, where no directory allows programs.
 */
final class ExtensionFile implements AutoCloseable {

    /** System property: path of a file with the content of the resource for this platform. */
    static final String PROPERTY = "io.asyncsqlite.extension";

    private final Path path;
    private final @Nullable Path directory;

    private ExtensionFile(Path path, @Nullable Path directory) {
        this.path = path;
        this.directory = directory;
    }

    static ExtensionFile open() throws IOException {
        String name = Platform.binary(System.getProperty("os.name"), System.getProperty("os.arch"));
        byte[] content = resource(name);
        String configured = System.getProperty(PROPERTY);
        ExtensionFile file = configured == null ? extract(name, content) : new ExtensionFile(Path.of(configured), null);
        try {
            file.check(content);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private static byte[] resource(String name) throws IOException {
        try (InputStream stream = ExtensionFile.class.getResourceAsStream("native/" + name)) {
            if (stream == null) {
                throw new EngineUnavailableException("has no binary " + name + " for this platform");
            }
            return stream.readAllBytes();
        }
    }

    private static ExtensionFile extract(String name, byte[] content) throws IOException {
        Path directory = Files.createTempDirectory(ProcessDirectory.get(), "extension-");
        ExtensionFile file = new ExtensionFile(directory.resolve(name), directory);
        try {
            Files.write(file.path, content, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
            return file;
        } catch (IOException | RuntimeException e) {
            file.close();
            throw e;
        }
    }

    private void check(byte[] content) throws IOException {
        if (!Arrays.equals(Files.readAllBytes(path), content)) {
            throw new EngineUnavailableException("finds another content than its own in " + path);
        }
    }

    Path path() {
        return path;
    }

    @Override
    public void close() {
        if (directory != null) {
            delete(path);
            delete(directory);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            // Windows refuses while another program, such as a virus scanner, reads the file.
            path.toFile().deleteOnExit();
        }
    }
}
