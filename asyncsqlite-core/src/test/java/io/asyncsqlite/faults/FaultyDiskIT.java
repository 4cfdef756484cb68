package io.asyncsqlite.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.JournalMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The reported outcome of each write is true when the disk fails, once or from some call on, and the program then goes on and
 * closes the database, or ends at once. Calls are made to fail one by one: {@code -Dfaults.places=N} says how many of them,
 * chosen at random, for each kind of fault (1000 for all); {@code -Dfaults.seed=N} repeats a choice.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class FaultyDiskIT {

    private static final int PLACES = Integer.getInteger("faults.places", 3);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime());

    private static final Map<String, String> NOT_OPENED = Map.of("NOT", "OPENED");

    @TempDir
    Path directory;

    private JournalMode journalMode = JournalMode.WAL;
    private Path empty;
    private Path file;
    private Path output;
    private Path log;

    @BeforeEach
    void prepare() throws Exception {
        Strace.assumeAvailable();
        Path real = directory.toRealPath();
        empty = real.resolve("empty.db");
        file = real.resolve("faulty.db");
        output = real.resolve("output");
        log = real.resolve("strace");
        try (AsyncSqlite db = AsyncSqlite.open(empty)) {
            Waits.await(db.execute("CREATE TABLE t(id INTEGER, part INTEGER)"));
        }
    }

    @ParameterizedTest
    @CsvSource({"'', close", "'', halt", "+, close"})
    void outcomesAreTrueWhenASyncFails(String onwards, String ending) throws Exception {
        failEach(new Strace("fsync,fdatasync", List.of(file, beside("-wal"))), onwards, ending);
    }

    @ParameterizedTest
    @CsvSource({"'', close", "'', halt", "+, close"})
    void outcomesAreTrueWhenAWriteToTheLogFails(String onwards, String ending) throws Exception {
        failEach(new Strace("pwrite64,write", List.of(beside("-wal"))), onwards, ending);
    }

    @ParameterizedTest
    @CsvSource({"'', close", "+, close"})
    void outcomesAreTrueWhenAWriteToTheDatabaseFails(String onwards, String ending) throws Exception {
        failEach(new Strace("pwrite64,write", List.of(file)), onwards, ending);
    }

    @ParameterizedTest
    @CsvSource({"'', close", "'', halt", "+, close"})
    void outcomesAreTrueWhenASyncFailsWithARollbackJournal(String onwards, String ending) throws Exception {
        journalMode = JournalMode.DELETE;
        failEach(new Strace("fsync,fdatasync", List.of(file, beside("-journal"), file.getParent())), onwards, ending);
    }

    private void failEach(Strace strace, String onwards, String ending) throws Exception {
        run(strace, "", ending);
        Map<String, String> good = told();
        assertThat(good)
                .hasSize(FaultyDiskProgram.WRITES)
                .allSatisfy((write, outcome) -> assertThat(outcome).isEqualTo("ACK"));
        int reached = 0;
        List<Long> places = shuffled(Strace.count(log, false));
        for (int i = 0; i < places.size() && reached < PLACES; i++) {
            long place = places.get(i);
            run(strace, place + onwards, ending);

            String fault = "%s %d%s, %s, seed %d".formatted(strace.calls(), place, onwards, ending, SEED);
            // Larger groups, which a busy machine makes, have fewer calls: a late place may not come again, the first
            // does.
            reached += Strace.count(log, true) > 0 ? 1 : 0;
            Map<String, String> told = told();
            assertThat(told.equals(NOT_OPENED) || ending.equals("halt") || told.size() == good.size())
                    .as("all writes are told of, %s: %s", fault, told)
                    .isTrue();
            check(fault, good.keySet(), told);
        }
        assertThat(reached).as("places that failed").isPositive();
    }

    private static List<Long> shuffled(long calls) {
        assertThat(calls).isPositive();
        List<Long> places =
                new ArrayList<>(LongStream.rangeClosed(1, calls).boxed().toList());
        Collections.shuffle(places, new Random(SEED));
        return places;
    }

    private void run(Strace strace, String when, String ending) throws Exception {
        Files.deleteIfExists(beside("-wal"));
        Files.deleteIfExists(beside("-shm"));
        Files.deleteIfExists(beside("-journal"));
        Files.copy(empty, file, StandardCopyOption.REPLACE_EXISTING);
        ProcessBuilder program = ChildJvm.of(
                strace.command(when, log),
                ChildJvm.QUICK_START,
                FaultyDiskProgram.class,
                file.toString(),
                ending,
                journalMode.name());
        assertThat(ChildJvm.run(program.redirectOutput(output.toFile()), 60))
                .as("exit code when %s of %s fails", when, strace.calls())
                .isZero();
    }

    private Path beside(String suffix) {
        return file.resolveSibling(file.getFileName() + suffix);
    }

    /** Returns the reported outcome of each write, by its id and the number of its rows. */
    private Map<String, String> told() throws Exception {
        Map<String, String> told = new HashMap<>();
        for (String line : Files.readAllLines(output)) {
            int outcome = line.lastIndexOf(' ') + 1;
            told.put(line.substring(0, outcome - 1), line.substring(outcome));
        }
        return told;
    }

    private void check(String fault, Set<String> whole, Map<String, String> told) throws Exception {
        try (AsyncSqlite db = AsyncSqlite.open(file)) {
            assertThat(text(db, "PRAGMA integrity_check")).as(fault).containsExactly("ok");
            List<String> found = text(db, "SELECT id || ' ' || count(*) FROM t GROUP BY id");
            assertThat(whole).as("writes are whole and there once, %s", fault).containsAll(found);
            told.forEach((write, outcome) -> {
                switch (outcome) {
                    case "ACK", "EXECUTED" -> assertThat(found).as(fault).contains(write);
                    case "ROLLED_BACK", "NOT_EXECUTED" ->
                        assertThat(found).as(fault).doesNotContain(write);
                    default -> assertThat(outcome).as(fault).isIn("UNKNOWN", "OPENED");
                }
            });
        }
    }

    private static List<String> text(AsyncSqlite db, String sql) throws Exception {
        return Waits.await(db.query(sql).map(row -> String.valueOf(row.get(0))).list());
    }
}
