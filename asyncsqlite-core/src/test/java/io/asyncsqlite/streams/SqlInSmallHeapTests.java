package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.QueueFullException;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** SQL texts, values and results take no more memory than the bounds say, however many and long they are: with the default options. */
@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqlInSmallHeapTests {

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lists",
                "statements",
                "batches",
                "scripts",
                "queries",
                "streams",
                "transaction",
                "connection",
                "results",
                "table"
            })
    void largeWorkEndsWellOrWithATypedError(String kind) throws Exception {
        String file = directory.resolve("texts.db").toString();

        assertThat(SmallHeap.run(64, Program.class, file, kind))
                .startsWith("fine, ")
                .doesNotContain("Error");
    }

    /** Runs one kind of work and prints "fine" and how many of its operations had no place, or else what went wrong. */
    static final class Program {

        private static final int CALLBACKS = 4;
        private static final int MANY = 3_000;
        private static final int LENGTH = 50_000;

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            // More threads than one: the function of the transaction keeps one of them busy while others tell of what
            // has ended.
            ExecutorService callbacks = Executors.newFixedThreadPool(CALLBACKS);
            SqliteOptions options = SqliteOptions.file(Path.of(arguments[0]))
                    .readers(2)
                    .callbackExecutor(callbacks)
                    .operationTimeout(Duration.ofMinutes(2))
                    .transactionTimeout(Duration.ofMinutes(2))
                    .build();
            try (AsyncSqlite db = AsyncSqlite.open(options)) {
                db.execute("CREATE TABLE t(k, v)").join();
                System.out.print(run(db, options, callbacks, arguments[1]));
            } finally {
                callbacks.shutdown();
            }
        }

        private static String run(AsyncSqlite db, SqliteOptions options, Executor callbacks, String kind)
                throws Exception {
            return switch (kind) {
                case "lists" -> lists(db);
                case "statements" -> queued(db, options, i -> db.execute(insert(i)));
                case "batches" -> queued(db, options, i -> db.executeMany(insert(i), List.of(List.of())));
                case "scripts" -> queued(db, options, i -> db.executeScript(insert(i)));
                // Each of them is a write, so that it waits for the writer.
                case "queries" ->
                    queued(
                            db,
                            options,
                            i -> db.query(insert(i) + " RETURNING k").list());
                case "streams" ->
                    queued(
                            db,
                            options,
                            i -> db.query(insert(i) + " RETURNING k").result());
                case "results" -> results(db, callbacks);
                case "table" -> table(db);
                case "transaction" ->
                    db.inTransaction(transaction -> CompletableFuture.completedFuture(
                                    outcome(submit(i -> transaction.execute(insert(i))), false)))
                            .join();
                default -> {
                    var connection = db.connect().join();
                    yield queued(db, options, i -> connection.execute(insert(i)));
                }
            };
        }

        /** Statements of up to 30,000 parameters, each text another one. */
        private static String lists(AsyncSqlite db) {
            for (int i = 0; i < 400; i++) {
                int parameters = 5_000 + i * 62;
                String list = IntStream.rangeClosed(1, parameters)
                        .mapToObj(number -> "?" + number)
                        .collect(Collectors.joining(","));
                Object[] values = new Object[parameters];
                Arrays.fill(values, 1);
                db.query("SELECT k FROM t WHERE k IN (" + list + ")", values)
                        .list()
                        .join();
            }
            return "fine, all";
        }

        /** Large results that wait because all threads of the executor are busy. */
        private static String results(AsyncSqlite db, Executor callbacks) throws Exception {
            CountDownLatch open = new CountDownLatch(1);
            for (int i = 0; i < CALLBACKS; i++) {
                callbacks.execute(() -> await(open));
            }
            List<CompletableFuture<Integer>> lengths = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                lengths.add(db.query("SELECT zeroblob(?)", 2 * LENGTH)
                        .mapTo(byte[].class)
                        .one()
                        .thenApply(bytes -> bytes.length));
            }
            open.countDown();
            long sum = 0;
            for (CompletableFuture<Integer> length : lengths) {
                sum += length.join();
            }
            return sum == 2L * LENGTH * MANY ? "fine, all" : "read " + sum;
        }

        /** A result that is larger than the heap. */
        private static String table(AsyncSqlite db) {
            for (int i = 0; i < 20; i++) {
                db.executeMany("INSERT INTO t VALUES (?, zeroblob(?))", Collections.nCopies(100, List.of(1, LENGTH)))
                        .join();
            }
            try {
                return db.query("SELECT * FROM t").list().join().size() + " rows had place";
            } catch (CompletionException e) {
                return e.getCause() instanceof StatementException
                        ? "fine, refused"
                        : e.getCause().toString();
            }
        }

        private static void await(CountDownLatch latch) {
            try {
                latch.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static String insert(int i) {
            return "INSERT INTO t VALUES (" + i + ", '" + "x".repeat(LENGTH) + "')";
        }

        private static String queued(AsyncSqlite db, SqliteOptions options, IntFunction<CompletableFuture<?>> work)
                throws Exception {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(1);
            CompletableFuture<Void> held = db.write(connection -> {
                entered.countDown();
                open.await();
                return null;
            });
            entered.await();
            List<CompletableFuture<?>> submitted = submit(work);
            if (db.stats().queuedBytes() > options.queueBytes()) {
                return "more bytes than allowed";
            }
            open.countDown();
            held.join();
            return outcome(submitted, true);
        }

        private static List<CompletableFuture<?>> submit(IntFunction<CompletableFuture<?>> work) {
            List<CompletableFuture<?>> submitted = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                submitted.add(work.apply(i));
            }
            return submitted;
        }

        private static String outcome(List<CompletableFuture<?>> submitted, boolean all) {
            int refused = 0;
            for (CompletableFuture<?> future : submitted) {
                if (!all && !future.isDone()) {
                    continue;
                }
                try {
                    future.join();
                } catch (CompletionException e) {
                    if (!(e.getCause() instanceof SqliteException)) {
                        return e.getCause().toString();
                    }
                    refused += e.getCause() instanceof QueueFullException ? 1 : 0;
                }
            }
            return refused > 0 ? "fine, " + refused : "nothing was refused";
        }
    }
}
