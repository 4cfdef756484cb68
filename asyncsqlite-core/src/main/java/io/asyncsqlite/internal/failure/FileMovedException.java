package io.asyncsqlite.internal.failure;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The path of an open database no longer leads to the file that was opened. */
public final class FileMovedException extends IOException {

    private static final long serialVersionUID = 1L;

    public FileMovedException(Path path, String what, @Nullable Throwable cause) {
        super(
                path + " was " + what
                        + " while the database was open, so what was written since then, and what only the write-ahead"
                        + " log held, may be in no file that has a name. Close the database, put its files in place,"
                        + " open it again; to restore or replace a database close it first",
                cause);
    }
}
