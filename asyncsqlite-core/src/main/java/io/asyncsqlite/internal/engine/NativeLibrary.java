package io.asyncsqlite.internal.engine;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.NativeDB;

/**
 * Has the driver load its native library, once in a class loader, from a directory that no other process uses.
 *
 * <p>By default the driver copies the library into the temporary directory for each process. A killed process leaves its copy
 * there, and a starting process may delete a copy that another process is about to load.
 */
final class NativeLibrary {

    /** System property of the driver: the directory that it copies the library to. */
    private static final String DIRECTORY = "org.sqlite.tmpdir";

    /** System property of the driver: the directory that has the library already. */
    private static final String INSTALLED = "org.sqlite.lib.path";

    private static boolean loaded;

    /** Why the library cannot be loaded. The driver throws this once; later it goes on without the library. */
    private static @Nullable String failure;

    private NativeLibrary() {}

    /** Loads it unless that was done. */
    static synchronized void load() {
        if (loaded) {
            return;
        }
        if (failure != null) {
            throw new NativeLibraryException(failure, null);
        }
        try {
            loadFromOwnDirectory();
            loaded = true;
        } catch (NativeLibraryException e) {
            failure = String.valueOf(e.reason());
            throw e;
        }
    }

    private static void loadFromOwnDirectory() {
        Path directory =
                System.getProperty(DIRECTORY) == null && System.getProperty(INSTALLED) == null ? ownDirectory() : null;
        if (directory == null) {
            loadByDriver();
            return;
        }
        System.setProperty(DIRECTORY, directory.toString());
        try {
            loadByDriver();
        } finally {
            System.clearProperty(DIRECTORY);
        }
    }

    /** Returns null if no directory can be made: then the driver uses its own default. */
    private static @Nullable Path ownDirectory() {
        try {
            return ProcessDirectory.get();
        } catch (IOException e) {
            return null;
        }
    }

    private static void loadByDriver() {
        try {
            if (!NativeDB.load()) {
                throw new NativeLibraryException("the driver failed to do so before", null);
            }
        } catch (NativeLibraryException e) {
            throw e;
        } catch (Exception | LinkageError e) {
            throw new NativeLibraryException(e.getMessage(), e);
        }
    }
}
