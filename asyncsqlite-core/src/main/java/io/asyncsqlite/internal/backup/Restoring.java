package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.OpenRequest.Access;
import io.asyncsqlite.internal.file.DatabaseFile;
import io.asyncsqlite.internal.file.FileKey;
import io.asyncsqlite.internal.file.OpenFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts a backup in the place of a database file that is not open. */
public final class Restoring {

    private Restoring() {}

    /** Copies, checks and renames; blocks until the file is on the disk. */
    public static void restore(Engine engine, Path backup, Path database) {
        try {
            checkBackup(Purpose.RESTORE, backup, database);
            BackupTarget target = BackupTarget.prepare(Purpose.RESTORE, database, true);
            try {
                copy(backup, target.part());
                check(engine, target.part(), database);
                target.publish();
            } finally {
                target.discard();
            }
        } catch (IOException e) {
            throw Purpose.RESTORE.failure(database, e);
        } catch (EngineException e) {
            throw Purpose.RESTORE.failure(database, e);
        }
    }

    /** Refuses a file that is not the whole database. To read one that is open would drop SQLite's locks. */
    static void checkBackup(Purpose purpose, Path backup, Path database) throws IOException {
        if (!Files.isRegularFile(backup)) {
            throw purpose.failure(database, Reason.INVALID_PATH, "there is no file " + backup, null);
        }
        if (OpenFiles.contains(FileKey.of(backup))) {
            throw purpose.failure(database, Reason.TARGET_IN_USE, "this program has the backup open, " + backup, null);
        }
        for (String suffix : List.of("-wal", "-journal")) {
            Path beside = DatabaseFile.beside(backup.toRealPath(), suffix);
            if (Files.exists(beside) && Files.size(beside) > 0) {
                throw purpose.failure(
                        database, Reason.DAMAGED, beside + " holds a part of it: open and close the backup once", null);
            }
        }
    }

    private static void copy(Path backup, Path part) throws IOException {
        try (InputStream from = Files.newInputStream(backup);
                OutputStream to = Files.newOutputStream(part)) {
            from.transferTo(to);
        }
    }

    private static void check(Engine engine, Path part, Path database) throws EngineException {
        try (EngineConnection connection =
                        engine.open(new OpenRequest(part, Access.IMMUTABLE, false, attempts -> false));
                EngineStatement check = connection.prepare("PRAGMA quick_check(1)")) {
            List<@Nullable Object[]> found = new ArrayList<>();
            if (check.execute(new Object[0])) {
                check.fetch(1, found);
            }
            String result = String.valueOf(found.get(0)[0]);
            if (!result.equals("ok")) {
                throw Purpose.RESTORE.failure(database, Reason.DAMAGED, "the backup is damaged: " + result, null);
            }
        }
    }
}
