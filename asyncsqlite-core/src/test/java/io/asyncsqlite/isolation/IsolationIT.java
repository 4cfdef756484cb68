package io.asyncsqlite.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.isolation.Entry.Action;
import io.asyncsqlite.isolation.Entry.Status;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The concurrent transactions of eight clients of this process and two of another one are strictly serializable: they equal some
 * serial order that agrees with the clock. {@code -Disolation.transactions=N} says how many each client runs; {@code
 * -Disolation.seed=N} repeats their choices.
 */
@Timeout(value = 2, unit = TimeUnit.HOURS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class IsolationIT {

    private static final int CLIENTS = 8;
    private static final int TRANSACTIONS = Integer.getInteger("isolation.transactions", 1_500);
    private static final int LISTS = Client.lists(TRANSACTIONS);

    @TempDir
    Path directory;

    @Test
    void transactionsOfTwoProcessesAreStrictlySerializable() throws Exception {
        long seed = Long.getLong("isolation.seed", System.nanoTime());
        List<Entry> history;
        try (AsyncSqlite db = open(directory.resolve("isolation.db"))) {
            db.executeScript(Client.SCHEMA).join();
            db.executeMany(
                            "INSERT INTO list VALUES (?, '')",
                            IntStream.range(0, LISTS).mapToObj(List::of).toList())
                    .join();
            Process other = startOther(seed);
            history = runClients(db, 0, CLIENTS, TRANSACTIONS, seed);
            assertThat(other.waitFor(10, TimeUnit.MINUTES)).isTrue();
            assertThat(other.exitValue()).isZero();
            for (String line : Files.readAllLines(directory.resolve("history"))) {
                history.add(Entry.parse(line));
            }
            history.add(readEverything(db));
        }

        assertThat(Checker.anomalies(history)).as("seed %d", seed).isEmpty();
        assertThat(history)
                .filteredOn(entry -> entry.status() == Status.COMMITTED)
                .hasSizeGreaterThan(CLIENTS * TRANSACTIONS / 2);
    }

    static AsyncSqlite open(Path file) {
        return AsyncSqlite.open(SqliteOptions.file(file)
                .synchronous(Synchronous.NORMAL)
                .busyTimeout(Duration.ofSeconds(30))
                .build());
    }

    static List<Entry> runClients(AsyncSqlite db, int first, int count, int transactions, long seed) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Future<List<Entry>>> running = new ArrayList<>();
            for (int number = first; number < first + count; number++) {
                Client client = new Client(db, number, seed);
                running.add(threads.submit(() -> client.run(transactions)));
            }
            List<Entry> history = new ArrayList<>();
            for (Future<List<Entry>> client : running) {
                history.addAll(client.get());
            }
            return history;
        } finally {
            threads.shutdownNow();
        }
    }

    private Process startOther(long seed) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SecondProcess.class.getName(),
                        directory.resolve("isolation.db").toString(),
                        directory.resolve("history").toString(),
                        String.valueOf(CLIENTS),
                        String.valueOf(TRANSACTIONS),
                        String.valueOf(seed))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        // Both begin together.
        assertThat(process.inputReader().readLine()).isEqualTo("READY");
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return process;
    }

    private static Entry readEverything(AsyncSqlite db) {
        long begin = System.nanoTime();
        List<Action> reads = db.query("SELECT id, items FROM list")
                .map(row -> Action.read(row.getInt(0), row.getString(1)))
                .list()
                .join();
        return new Entry(Status.COMMITTED, begin, System.nanoTime(), reads);
    }
}
