package io.asyncsqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program is killed while it replaces the content of its database: the old content is there, or the new one, whole. */
@Timeout(240)
class ReplaceKillIT {

    private static final int CYCLES = 10;

    @TempDir
    Path directory;

    @Test
    void killLeavesTheOldContentOrTheNewOne() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = directory.resolve("app.db");
        Path first = content(0, 2_000);
        Path second = content(1, 3_000);

        for (int cycle = 0; cycle < CYCLES; cycle++) {
            long last = KilledProgram.run(ReplaceProgram.class, random.nextInt(60), file, first, second);

            try (AsyncSqlite db = AsyncSqlite.open(file)) {
                assertThat(db.maintenance().integrityCheck().get(60, TimeUnit.SECONDS))
                        .as("seed %d, cycle %d", seed, cycle)
                        .isEmpty();
                long number = number(db, "SELECT number FROM generation");
                assertThat(number(db, "SELECT count(*) FROM filler")).isEqualTo(number == 0 ? 2_000 : 3_000);
                // The kill may have come between the COMMIT and the line.
                assertThat(number).isIn(last, 1 - last);
            }
        }
    }

    private Path content(int number, int rows) {
        Path backup = directory.resolve("content-" + number + ".db");
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("origin-" + number + ".db"))) {
            db.executeScript("CREATE TABLE generation(number); CREATE TABLE filler(body)")
                    .join();
            db.execute("INSERT INTO generation VALUES (?)", number).join();
            db.executeMany("INSERT INTO filler VALUES (randomblob(?))", Collections.nCopies(rows, 2_000))
                    .join();
            db.backup(backup, BackupOptions.defaults()).join();
        }
        return backup;
    }

    private static long number(AsyncSqlite db, String sql) throws Exception {
        return db.query(sql).mapTo(Long.class).one().get(60, TimeUnit.SECONDS);
    }
}
