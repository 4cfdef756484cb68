package io.asyncsqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A program is killed in an import or an export: what stays is what was asked for. */
@Timeout(240)
class ImportKillIT {

    static final int CHUNK = 10_000;

    private static final int CYCLES = 4;
    private static final int ROWS = 200_000;

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);

    @TempDir
    Path directory;

    private Path lines() throws IOException {
        List<String> lines = new ArrayList<>(List.of("i,t"));
        for (int i = 1; i <= ROWS; i++) {
            lines.add(i + ",some text of row " + i);
        }
        return Files.write(directory.resolve("rows.csv"), lines);
    }

    @Test
    void killLeavesTheFirstChunksOfAnImport() throws Exception {
        Path file = lines();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            runUntilKilled(file, "chunks");

            assertThat(imported() % CHUNK).as("seed %d, cycle %d", seed, cycle).isZero();
        }
    }

    @Test
    void killLeavesAllOrNoneOfAnImport() throws Exception {
        Path file = lines();
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            runUntilKilled(file, "whole");

            assertThat(imported()).as("seed %d, cycle %d", seed, cycle).isIn(0L, (long) ROWS);
        }
    }

    /** Returns how many rows are there, which are the first ones. */
    private long imported() throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("app.db"))) {
            assertThat(number(db, "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'"))
                    .isEqualTo(1);
            long count = number(db, "SELECT count(*) FROM target");
            assertThat(number(db, "SELECT coalesce(max(i), 0) FROM target")).isEqualTo(count);
            return count;
        }
    }

    @Test
    void killLeavesTheOldExportOrTheNewOne() throws Exception {
        Path target = Files.writeString(directory.resolve("out.csv"), "old");
        try (AsyncSqlite db = AsyncSqlite.open(directory.resolve("app.db"))) {
            db.execute("CREATE TABLE source AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                            + " WHERE i < " + ROWS + ") SELECT i, 'text' AS t FROM n")
                    .join();
        }
        for (int cycle = 0; cycle < CYCLES; cycle++) {
            runUntilKilled(target, "export");

            List<String> found = Files.readAllLines(target);
            if (!found.equals(List.of("old"))) {
                assertThat(found)
                        .as("seed %d, cycle %d", seed, cycle)
                        .hasSize(ROWS + 1)
                        .last()
                        .isEqualTo(ROWS + ",text");
            }
        }
    }

    private static long number(AsyncSqlite db, String sql) throws Exception {
        return db.query(sql).mapTo(Long.class).one().get(60, TimeUnit.SECONDS);
    }

    /** Starts the program, and kills it some time after it has begun. */
    private void runUntilKilled(Path file, String what) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        TransferProgram.class.getName(),
                        directory.resolve("app.db").toString(),
                        file.toString(),
                        what)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (BufferedReader reader = process.inputReader()) {
            assertThat(reader.readLine()).isEqualTo("begun");
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(1_200)));
        } finally {
            process.destroyForcibly().waitFor();
        }
    }
}
