package io.asyncsqlite.faults;

import static io.asyncsqlite.faults.Waits.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that has nothing to do uses no processor: its threads wait and are never woken. */
@Timeout(120)
class IdleIT {

    private static final Path TASKS = Path.of("/proc/self/task");
    // Linux keeps the first 15 characters of a thread's name: more than enough for what all of ours begin with.
    private static final String OURS = "asyncsqlite-";

    @TempDir
    Path directory;

    @Test
    void noThreadWakesUpOnceTheWorkIsDone() throws Exception {
        assumeTrue(Files.isDirectory(TASKS), "there is no " + TASKS);
        // The timer wakes once more for the first deadline and the first age limit that were set.
        try (AsyncSqlite db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("idle.db"))
                .operationTimeout(Duration.ofHours(1))
                .transactionTimeout(Duration.ofHours(1))
                .build())) {
            work(db);
            Map<Path, Long> before = switchesOnceAllWait();
            assertThat(before)
                    .hasSameSizeAs(ourJavaThreads())
                    .hasSizeGreaterThan(1)
                    .allSatisfy((thread, switches) -> assertThat(switches).isPositive());

            assertThat(new CountDownLatch(1).await(10, TimeUnit.SECONDS)).isFalse();

            assertThat(switchesOfOurThreads()).isEqualTo(before);
        }
    }

    private static void work(AsyncSqlite db) throws Exception {
        await(db.execute("CREATE TABLE t(k INTEGER)"));
        List<CompletableFuture<?>> operations = new ArrayList<>();
        for (int i = 0; i < 1_000; i++) {
            operations.add(db.execute("INSERT INTO t VALUES (?)", i));
            operations.add(db.query("SELECT count(*) FROM t").list());
        }
        operations.add(db.inTransaction(tx -> tx.execute("DELETE FROM t WHERE k = 1")));
        operations.add(db.read(connection -> connection.query("SELECT k FROM t").first()));
        for (CompletableFuture<?> operation : operations) {
            await(operation);
        }
        // What a thread does after it has completed its last operation is still work, and those that run callbacks end.
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (ourJavaThreads().stream().anyMatch(thread -> thread.getName().startsWith(OURS + "callback"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
        }
    }

    private static List<Thread> ourJavaThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith(OURS))
                .toList();
    }

    /** A thread that has completed the last operation may not have begun to wait yet, where processors are busy. */
    private static Map<Path, Long> switchesOnceAllWait() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        Map<Path, Long> earlier = Map.of();
        Map<Path, Long> switches = switchesOfOurThreads();
        while (!switches.equals(earlier) || !allWait(switches.keySet())) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            assertThat(new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS)).isFalse();
            earlier = switches;
            switches = switchesOfOurThreads();
        }
        return switches;
    }

    private static boolean allWait(Set<Path> tasks) throws IOException {
        for (Path task : tasks) {
            if (!value(Files.readAllLines(task.resolve("status")), "State").startsWith("S")) {
                return false;
            }
        }
        return true;
    }

    /** Returns how often each of our threads has begun to wait. */
    private static Map<Path, Long> switchesOfOurThreads() throws IOException {
        Map<Path, Long> switches = new HashMap<>();
        try (var tasks = Files.newDirectoryStream(TASKS)) {
            for (Path task : tasks) {
                List<String> status = Files.readAllLines(task.resolve("status"));
                if (value(status, "Name").startsWith(OURS)) {
                    switches.put(task, Long.valueOf(value(status, "voluntary_ctxt_switches")));
                }
            }
        }
        return switches;
    }

    private static String value(List<String> status, String key) {
        return status.stream()
                .filter(line -> line.startsWith(key + ":"))
                .map(line -> line.substring(key.length() + 1).trim())
                .findFirst()
                .orElseThrow();
    }
}
