package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import java.nio.file.Path;

/** Checks a file that no connection has open, without locks and without files beside it. Worker thread only. */
final class PageCheck {

    /** The name of the file on the connection that checks it. */
    private static final String COPY = "asyncsqlite_backup";

    private PageCheck() {}

    /** Throws if {@code PRAGMA quick_check} finds something. */
    static void check(DatabaseConnection connection, Path file, Purpose purpose, Path target) throws EngineException {
        String uri = "file:" + file.toUri().getRawPath() + "?immutable=1";
        connection.pragma("ATTACH " + Literals.text(uri) + " AS " + COPY);
        try {
            String found = connection.pragma("PRAGMA " + COPY + ".quick_check(1)");
            if (!found.equals("ok")) {
                throw purpose.failure(target, Reason.DAMAGED, "the copy is damaged: " + found, null);
            }
        } finally {
            connection.pragma("DETACH " + COPY);
        }
    }
}
