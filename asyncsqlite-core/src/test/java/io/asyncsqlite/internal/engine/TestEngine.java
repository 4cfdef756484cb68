package io.asyncsqlite.internal.engine;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The engine that this run of the tests is about. */
public final class TestEngine {

    /** System property; {@code foreign} when the tests run on the jar and a JDK that have that engine. */
    public static final String PROPERTY = "asyncsqlite.test.engine";

    private TestEngine() {}

    public static boolean isForeign() {
        return "foreign".equals(System.getProperty(PROPERTY));
    }

    /** Returns the option of a JVM that runs programs of the tests on this engine. */
    static String asOption() {
        return "-D" + PROPERTY + "=" + (isForeign() ? "foreign" : "jni");
    }

    /** Creates a file for a database, which SQLite does not do. */
    public static Path newFile(Path directory, String name) {
        try {
            return Files.createFile(directory.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static Engine get() {
        return isForeign() ? Engine.foreign() : Engine.jni();
    }
}
