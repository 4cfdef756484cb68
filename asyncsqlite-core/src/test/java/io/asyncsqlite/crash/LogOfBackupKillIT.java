package io.asyncsqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program is killed while a backup has the file of the log lengthened: what was acknowledged is there. */
@Timeout(240)
class LogOfBackupKillIT {

    /** By so much the log is lengthened at a time. */
    static final long PIECE = 4 << 20;

    private static final int CYCLES = 5;
    private static final int LARGE_ENOUGH = 40_000_000;

    @TempDir
    Path directory;

    @Test
    void killLosesNothingThatWasAcknowledged() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        Path file = directory.resolve("app.db");
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            db.executeScript("CREATE TABLE kept(number INTEGER PRIMARY KEY, body BLOB)")
                    .join();
            db.execute("CREATE TABLE large AS SELECT zeroblob(?) AS v", LARGE_ENOUGH)
                    .join();
        }
        long last = 0;

        for (int cycle = 0; cycle < CYCLES; cycle++) {
            long acknowledged = KilledProgram.run(
                    LongLogProgram.class, random.nextInt(300), file, directory.resolve("backup.db"), last + 1);

            assertThat(Files.size(directory.resolve("app.db-wal"))).isGreaterThanOrEqualTo(PIECE);
            try (AsyncSqlite db = AsyncSqlite.open(file)) {
                last = number(db, "SELECT max(number) FROM kept");
                // The kill may have come between the commit and the line.
                assertThat(last).as("seed %d, cycle %d", seed, cycle).isBetween(acknowledged, acknowledged + 1);
                assertThat(number(db, "SELECT count(*) FROM kept")).isEqualTo(last);
                assertThat(number(db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'"))
                        .isEqualTo(1);
            }
        }
    }

    private static long number(AsyncSqlite db, String sql) throws Exception {
        return db.query(sql).mapTo(Long.class).one().get(60, TimeUnit.SECONDS);
    }
}
