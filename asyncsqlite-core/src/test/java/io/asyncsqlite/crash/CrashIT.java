package io.asyncsqlite.crash;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.faults.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No acknowledged write is ever lost. A program is killed again and again on the same file, at random, in a checkpoint or while
 * it closes. All acknowledged writes must be there, batches and transactions whole. {@code -Dcrash.cycles=N} chooses how often
 * for each setting; {@code -Dcrash.seed=N} repeats a run.
 */
class CrashIT {

    private static final int CYCLES = Integer.getInteger("crash.cycles", 25);
    // The process that kills gets the processor when it gets it: on a busy machine more kills are needed to hit
    // everything once.
    private static final int MOST_CYCLES = CYCLES < 25 ? CYCLES : 8 * CYCLES;
    private static final List<String> MARKS =
            List.of(CrashingProgram.CHECKPOINT, CrashingProgram.CLOSE, CrashingProgram.DONE);

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"FULL", "NORMAL"})
    void everythingAcknowledgedSurvivesAKill(String synchronous) throws Exception {
        long seed = Long.getLong("crash.seed", System.nanoTime());
        Random random = new Random(seed);
        Path file = directory.resolve("crash.db");
        createTables(file);
        Set<String> acknowledged = new HashSet<>();
        Set<String> missed =
                new HashSet<>(Set.of(CrashingProgram.CHECKPOINT, CrashingProgram.CLOSE, CrashingProgram.TAKEN_BACK));

        for (int cycle = 0; cycle < CYCLES || cycle < MOST_CYCLES && !missed.isEmpty(); cycle++) {
            // An odd number apart: each program begins with the other kind of checkpoints than the one before.
            List<String> lines = runUntilKilled(
                    file, synchronous, cycle * 10_000_001L, moment(cycle), random.nextInt(400), random.nextInt(3_000));
            missed.remove(lastMark(lines));
            // The kill may have cut the last one in two.
            lines.remove(lines.size() - 1);

            assertThat(lines).as("seed %d, cycle %d", seed, cycle).noneMatch(line -> line.startsWith("FAILED"));
            acknowledged.addAll(lines);
            MARKS.forEach(acknowledged::remove);
            if (acknowledged.remove(CrashingProgram.TAKEN_BACK)) {
                missed.remove(CrashingProgram.TAKEN_BACK);
            }
            try (AsyncSqlite db = AsyncSqlite.open(file)) {
                assertThat(text(db, "PRAGMA integrity_check")).containsExactly("ok");
                assertThat(text(db, "SELECT id FROM batch GROUP BY id HAVING count(*) <> 3"))
                        .isEmpty();
                assertThat(text(db, "SELECT id FROM tx GROUP BY id HAVING count(*) <> 2"))
                        .isEmpty();
                Set<String> lost = new HashSet<>(acknowledged);
                text(
                                db,
                                "SELECT 'S ' || id FROM single UNION ALL SELECT DISTINCT 'B ' || id FROM batch"
                                        + " UNION ALL SELECT DISTINCT 'T ' || id FROM tx")
                        .forEach(lost::remove);
                assertThat(lost)
                        .as("acknowledged and lost, seed %d, cycle %d", seed, cycle)
                        .isEmpty();
            }
        }
        assertThat(acknowledged).hasSizeGreaterThan(CYCLES);
        if (CYCLES >= 25) {
            assertThat(missed).as("what no kill hit, or never happened").isEmpty();
        }
    }

    /** Chooses a line to kill the program at: one in three comes before a checkpoint, one before it closes, one is any. */
    private static Predicate<String> moment(int cycle) {
        return switch (cycle % 3) {
            case 0 -> CrashingProgram.CHECKPOINT::equals;
            case 1 -> CrashingProgram.CLOSE::equals;
            default -> line -> true;
        };
    }

    private static String lastMark(List<String> lines) {
        return lines.stream().filter(MARKS::contains).reduce("", (earlier, later) -> later);
    }

    private static void createTables(Path file) {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            db.executeScript(
                            "CREATE TABLE single(id INTEGER PRIMARY KEY); CREATE TABLE batch(id INTEGER, part INTEGER);"
                                    + "CREATE TABLE tx(id INTEGER, part INTEGER)")
                    .join();
        }
    }

    /**
     * Starts the program, kills it and returns its output.
     *
     * @param millis how long after its first line it may be killed
     * @param moment at which of the lines that follow
     * @param micros how long after that line
     */
    private static List<String> runUntilKilled(
            Path file, String synchronous, long firstId, Predicate<String> moment, int millis, int micros)
            throws IOException, InterruptedException {
        Process process = ChildJvm.of(
                        List.of(),
                        ChildJvm.QUICK_START,
                        CrashingProgram.class,
                        file.toString(),
                        synchronous,
                        String.valueOf(firstId))
                .start();
        List<String> lines = new ArrayList<>();
        try (BufferedReader reader = process.inputReader()) {
            lines.add(reader.readLine());
            long kill = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
            String line;
            while ((line = reader.readLine()) != null) {
                lines.add(line);
                if (process.isAlive() && System.nanoTime() >= kill && moment.test(line)) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
                    // Not by the Process, which would close the stream with the last acknowledgements.
                    process.toHandle().destroyForcibly();
                }
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return lines;
    }

    private static List<String> text(AsyncSqlite db, String sql) throws Exception {
        return db.query(sql).map(row -> String.valueOf(row.get(0))).list().get(60, TimeUnit.SECONDS);
    }
}
