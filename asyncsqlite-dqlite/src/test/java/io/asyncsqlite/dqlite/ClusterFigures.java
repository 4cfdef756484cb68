package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.Row;
import io.asyncsqlite.SqliteOptions;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures a cluster of three servers on loopback, and prints medians with the lowest and the highest of some rounds. Not a part of the build: profile
 * {@code dqlite-figures}. {@code -Ddqlite.rounds=3 -Ddqlite.seconds=4} are the defaults.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ClusterFigures {

    private static final int ROUNDS = Integer.getInteger("dqlite.rounds", 3);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("dqlite.seconds", 4));
    private static final int ROWS = 10_000;
    static final int SCANNED = 500_000;
    private static final int PIECE = 20_000;
    private static final String INSERT = "INSERT INTO written(name) VALUES (?)";

    @TempDir
    Path directory;

    private final Map<String, List<Double>> figures = new LinkedHashMap<>();

    @Test
    void figuresArePrinted() throws Exception {
        try (DemoCluster cluster = DemoCluster.start(directory);
                AsyncSqlite db =
                        AsyncSqlite.open(cluster.options().queueCapacity(4096).build())) {
            fill(db);
            for (int i = 0; i < ROUNDS; i++) {
                measure(cluster.location(), db);
            }
            figures.forEach(ClusterFigures::print);
        }
    }

    private void measure(ClusterLocation location, AsyncSqlite db) throws Exception {
        double bare = note("bare protocol, inserts/s, one at a time", bareInserts(location));
        double one = note("inserts/s, 1 in flight", inserts(db, 1));
        note("its part of the bare protocol", one / bare);
        double many = note("inserts/s, 64 in flight", inserts(db, 64));
        note("as a multiple of 1 in flight", many / one);
        note("inserts/s, 1,024 in flight", inserts(db, 1024));
        String point = "SELECT name FROM given WHERE id = ?";
        note(
                "point reads/s, 64 in flight",
                rate(64, i -> db.query(point, i % ROWS + 1).list()));
        note("rows/s of a streamed scan, 64 MB of heap", scanInAProcess(location));
    }

    private double note(String what, double figure) {
        figures.computeIfAbsent(what, added -> new ArrayList<>()).add(figure);
        return figure;
    }

    private static void print(String what, List<Double> rounds) {
        Collections.sort(rounds);
        System.out.printf(
                "%s: %,.2f (%,.2f to %,.2f)%n",
                what, rounds.get(rounds.size() / 2), rounds.get(0), rounds.get(rounds.size() - 1));
    }

    private static double inserts(AsyncSqlite db, int inFlight) throws Exception {
        return rate(inFlight, i -> db.execute(INSERT, "name " + i));
    }

    private static void fill(AsyncSqlite db) throws Exception {
        db.executeScript("CREATE TABLE written(id INTEGER PRIMARY KEY, name TEXT);"
                        + " CREATE TABLE given(id INTEGER PRIMARY KEY, name TEXT)")
                .get();
        for (int from = 0; from < SCANNED; from += PIECE) {
            db.execute(
                            "INSERT INTO given(name) WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
                                    + " WHERE i < ?) SELECT 'name ' || i FROM c",
                            PIECE)
                    .get();
        }
    }

    /** Inserts as a client does that knows the protocol only: prepared once, each by itself and committed by the server. */
    private static double bareInserts(ClusterLocation location) throws Exception {
        try (ServerConnection server = new LeaderSearch(location).connect()) {
            Request open =
                    new Request(Request.OPEN).text(location.database()).word(0).text("");
            int database = ask(server, open, Answer.DATABASE).halves()[0];
            int statement = ask(
                            server, new Request(Request.PREPARE).word(database).text(INSERT), Answer.STATEMENT)
                    .halves()[1];
            long count = 0;
            long since = System.nanoTime();
            long now = since;
            for (; now - since < TIME.toNanos(); now = System.nanoTime()) {
                Request insert =
                        new Request(Request.EXEC).halves(database, statement).values(new Object[] {"name " + count++});
                ask(server, insert, Answer.RESULT);
            }
            return count * 1e9 / (now - since);
        }
    }

    private static Answer ask(ServerConnection server, Request request, int wanted) throws Exception {
        return Exchange.expect(server.ask(request, 10_000), wanted);
    }

    /** Keeps operations in flight for some time, and counts those that complete after the first quarter of it. */
    private static double rate(int inFlight, LongFunction<CompletableFuture<?>> operation) throws Exception {
        Flood flood = new Flood(operation);
        for (int i = 0; i < inFlight; i++) {
            flood.next();
        }
        Thread.sleep(TIME.toMillis() / 4);
        long since = System.nanoTime();
        long before = flood.completed.get();
        Thread.sleep(TIME.toMillis());
        double perSecond = (flood.completed.get() - before) * 1e9 / (System.nanoTime() - since);
        flood.stopped = true;
        DemoCluster.await(Duration.ofSeconds(60), () -> flood.completed.get() == flood.started.get());
        assertThat(flood.failure).isNull();
        return perSecond;
    }

    private static final class Flood {

        private final LongFunction<CompletableFuture<?>> operation;
        private final AtomicLong started = new AtomicLong();
        private final AtomicLong completed = new AtomicLong();
        private volatile boolean stopped;
        private volatile Throwable failure;

        Flood(LongFunction<CompletableFuture<?>> operation) {
            this.operation = operation;
        }

        void next() {
            operation.apply(started.getAndIncrement()).whenComplete((result, failed) -> {
                failure = failed == null ? failure : failed;
                if (!stopped) {
                    next();
                }
                completed.incrementAndGet();
            });
        }
    }

    private static double scanInAProcess(ClusterLocation location) throws Exception {
        Process scan = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Scan.class.getName(),
                        location.nodes().get(0).getHostString() + ":"
                                + location.nodes().get(0).getPort())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        String told = new String(scan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(scan.waitFor()).as(told).isZero();
        return Double.parseDouble(told.strip());
    }

    /** Reads all rows by a stream, twice, and prints how many a second came the second time. */
    static final class Scan implements Flow.Subscriber<Row> {

        private final CompletableFuture<Long> end = new CompletableFuture<>();
        private Flow.Subscription subscription;
        private long count;

        public static void main(String[] arguments) throws Exception {
            try (AsyncSqlite db = AsyncSqlite.open(
                    SqliteOptions.cluster(ClusterLocation.of(arguments[0])).build())) {
                scan(db);
                System.out.println(scan(db));
            }
        }

        private static double scan(AsyncSqlite db) throws Exception {
            Scan scan = new Scan();
            long since = System.nanoTime();
            db.query("SELECT id, name FROM given").stream().subscribe(scan);
            assertThat(scan.end.get(5, TimeUnit.MINUTES)).isEqualTo(SCANNED);
            return SCANNED * 1e9 / (System.nanoTime() - since);
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(1024);
        }

        @Override
        public void onNext(Row row) {
            if (++count % 512 == 0) {
                subscription.request(512);
            }
        }

        @Override
        public void onError(Throwable failure) {
            end.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            end.complete(count);
        }
    }
}
