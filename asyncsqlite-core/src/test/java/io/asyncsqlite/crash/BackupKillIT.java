package io.asyncsqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program is killed in a backup: under the name of the backup is the old one or the new one, whole. */
@Timeout(240)
class BackupKillIT {

    private static final int CYCLES = 10;

    @TempDir
    Path directory;

    @Test
    void killLeavesTheOldBackupOrTheNewOne() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = directory.resolve("app.db");
        Path target = directory.resolve("backup.db");
        prepare(file, target);
        long last = 0;

        for (int cycle = 0; cycle < CYCLES; cycle++) {
            last = KilledProgram.run(BackupProgram.class, random.nextInt(60), file, target, last + 1);

            try (AsyncSqlite copy =
                    AsyncSqlite.open(SqliteOptions.file(target).readOnly(true).build())) {
                assertThat(number(copy, "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'"))
                        .as("seed %d, cycle %d", seed, cycle)
                        .isEqualTo(1);
                assertThat(number(copy, "SELECT count(DISTINCT number) FROM generation"))
                        .isEqualTo(1);
                // The kill may have come between the rename and the line.
                assertThat(number(copy, "SELECT max(number) FROM generation")).isBetween(last, last + 1);
                last = number(copy, "SELECT max(number) FROM generation");
            }
        }
    }

    private static void prepare(Path file, Path target) {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            db.executeScript("CREATE TABLE generation(copy INTEGER PRIMARY KEY, number INTEGER);"
                            + "INSERT INTO generation VALUES (1, 0), (2, 0); CREATE TABLE filler(body)")
                    .join();
            db.executeMany("INSERT INTO filler VALUES (randomblob(?))", Collections.nCopies(3_000, 2_000))
                    .join();
            db.backup(target, BackupOptions.defaults()).join();
        }
    }

    private static long number(AsyncSqlite db, String sql) throws Exception {
        return db.query(sql).mapTo(Long.class).one().get(60, TimeUnit.SECONDS);
    }
}
