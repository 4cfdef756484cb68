package io.asyncsqlite.matrix;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.testing.Threads;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** One cell of long work: its database, what holds the work up, its neighbours, and what was wrong. */
final class LongWorkSite {

    static final String TABLE = "CREATE TABLE t(k TEXT UNIQUE)";
    static final String KEY = "the key";

    /** A row that no new content has. */
    private static final String OLD = "the old content";

    private static final String INSERT = "INSERT INTO t VALUES (?)";
    private static final String GUILTY = "INSERT OR ROLLBACK INTO t VALUES ('taken')";
    private static final Duration LONG = Duration.ofHours(1);

    private final LongWork work;
    private final LongEvent event;
    private final Duration shortTime;
    private final String name;
    private final Path directory;
    private final Error error = new NoClassDefFoundError("of the test");
    private final Gate gate = new Gate();
    private final Gate hold = new Gate();
    private final CompletableFuture<Void> progressed = new CompletableFuture<>();
    private final Waits waits = new Waits();
    private final List<String> findings = new ArrayList<>();
    private final Map<CompletableFuture<?>, Set<Verdict>> neighbours = new java.util.LinkedHashMap<>();
    private final AsyncSqlite db;
    private volatile boolean armed;

    LongWorkSite(LongWork work, LongEvent event, Duration shortTime, String name, Path directory) throws Exception {
        this.work = work;
        this.event = event;
        this.shortTime = shortTime;
        this.name = name;
        this.directory = Files.createDirectory(directory.resolve(name));
        this.db = AsyncSqlite.open(SqliteOptions.file(this.directory.resolve("app.db"))
                .name(name)
                .define(SqlFunction.scalar("gated", 1, arguments -> {
                            passGate();
                            return arguments.get(0);
                        })
                        .innocuous())
                .build());
        await(db.executeScript(TABLE + "; INSERT INTO t VALUES ('taken');"
                + " CREATE TABLE g(k CHECK (gated(k) > 0), f); INSERT INTO g VALUES (1, zeroblob(300000))"));
        if (work == LongWork.BACKUP) {
            // So long that SQLite asks in between whether to go on.
            await(db.executeScript("CREATE TABLE f(k); INSERT INTO f WITH RECURSIVE n(i) AS (VALUES (1)"
                    + " UNION ALL SELECT i + 1 FROM n WHERE i < 60000) SELECT hex(randomblob(20)) FROM n"));
        }
        await(db.backup(backup()));
        await(db.execute(INSERT, OLD));
        armed = true;
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(Waits.LIMIT_NANOS, TimeUnit.NANOSECONDS);
    }

    private void passGate() {
        if (armed) {
            gate.pass();
            if (event == LongEvent.ERROR) {
                throw error;
            }
        }
    }

    Path backup() {
        return directory.resolve("backup.db");
    }

    Path target() {
        return directory.resolve("target.db");
    }

    InputStream lines() {
        return LongWork.lines(this::passGate);
    }

    BackupOptions backupOptions(Duration time) {
        BackupOptions.Builder options =
                BackupOptions.builder().timeout(time).progress(progress -> progressed.complete(null));
        return event.ends() ? LongWork.slow(options) : options.build();
    }

    /** Runs the cell, and returns what was wrong. */
    List<String> run() throws Exception {
        CompletableFuture<?> closing = CompletableFuture.completedFuture(null);
        try {
            if (work.meets == LongWork.Meets.QUEUE) {
                CompletableFuture<Void> unused = db.write(connection -> {
                    hold.pass();
                    return null;
                });
                check(waits.forEnd(hold.entered()), "nothing holds up the work");
            }
            submitNeighbours("before");
            Duration time = event == LongEvent.DEADLINE ? shortTime : LONG;
            CompletableFuture<?> future = work.start(this, db.withTimeout(time), time);
            awaitHeldUp(future);
            submitNeighbours("after");
            closing = happen(future);
            gate.open();
            hold.open();
            check(waits.forEnd(future), "the work was never completed");
            look(future);
            goOn();
            // What goes on after its future was completed has been before the write of goOn().
            lookAtRowsOf(future);
        } finally {
            gate.open();
            hold.open();
            db.close();
        }
        check(waits.forEnd(closing), "close() did not return");
        lookAtFiles();
        return findings;
    }

    private void submitNeighbours(String where) {
        if (event == LongEvent.LOST_GROUP) {
            submit(db.execute(INSERT, where), Verdict.SUCCEEDED);
            submit(db.execute(GUILTY), Verdict.CONSTRAINT);
            submit(db.execute(INSERT, "later " + where), Verdict.SUCCEEDED);
        }
    }

    private void submit(CompletableFuture<WriteResult> write, Verdict verdict) {
        neighbours.put(write, Set.of(verdict));
    }

    private void awaitHeldUp(CompletableFuture<?> future) {
        switch (work.meets) {
            case GATE ->
                check(
                        waits.forEnd(CompletableFuture.anyOf(gate.entered(), future)),
                        "the work did not come to its gate");
            case PACE -> check(waits.forEnd(CompletableFuture.anyOf(progressed, future)), "the work did not begin");
            case QUEUE ->
                check(
                        waits.until(() -> future.isDone() || db.stats().queuedWrites() > neighbours.size()),
                        "the work does not wait for its turn");
        }
    }

    private CompletableFuture<?> happen(CompletableFuture<?> future) {
        switch (event) {
            case CANCEL -> future.cancel(true);
            case DEADLINE -> passDeadline(future);
            case ABANDON -> {
                CompletableFuture<?> closing = CompletableFuture.supplyAsync(() -> db.close(Duration.ZERO));
                check(waits.until(this::refuses), "the closing database still takes operations");
                return closing;
            }
            case CLOSE -> {
                CompletableFuture<?> closing = db.closeAsync();
                check(waits.until(this::refuses), "the closing database still takes operations");
                return closing;
            }
            default -> {}
        }
        return CompletableFuture.completedFuture(null);
    }

    private boolean refuses() {
        CompletableFuture<?> refused = db.executeMany(INSERT, List.of());
        return refused.isCompletedExceptionally() && Verdict.failure(refused) instanceof DatabaseClosedException;
    }

    /** Code of the test that is held up cannot be stopped: the clock shows that the deadline is over. */
    private void passDeadline(CompletableFuture<?> future) {
        CompletableFuture<Object> clock =
                new CompletableFuture<>().orTimeout(2 * shortTime.toMillis(), TimeUnit.MILLISECONDS);
        waits.forEnd(CompletableFuture.anyOf(clock, future));
    }

    private Verdict verdict(CompletableFuture<?> future) {
        if (!future.isDone()) {
            return Verdict.PENDING;
        }
        Verdict last = Verdict.SUCCEEDED;
        for (Throwable cause = Verdict.failure(future); cause != null; cause = cause.getCause()) {
            CompletableFuture<?> failed = CompletableFuture.failedFuture(cause);
            last = cause instanceof TimeoutException ? Verdict.TIMED_OUT : Verdict.of(failed, error);
            if (last != Verdict.OTHER) {
                return last;
            }
        }
        return last;
    }

    private void look(CompletableFuture<?> future) {
        expect("the work", future, event.verdicts(work));
        lookAtRowsOf(future);
        neighbours.forEach((write, verdicts) -> {
            waits.forEnd(write);
            expect("a neighbour", write, verdicts);
        });
    }

    private void expect(String what, CompletableFuture<?> future, Set<Verdict> verdicts) {
        Verdict verdict = verdict(future);
        Throwable failure = future.isDone() ? Verdict.failure(future) : null;
        check(verdicts.contains(verdict), what + " is " + verdict + " by " + failure + ", should be " + verdicts);
    }

    private void lookAtRowsOf(CompletableFuture<?> future) {
        if (event.closes()) {
            return;
        }
        Verdict verdict = verdict(future);
        boolean done = verdict == Verdict.SUCCEEDED;
        if (work.writesKey()) {
            check(has(KEY) == done, "the work is " + verdict + ", and its row is there: " + has(KEY));
        }
        if (work == LongWork.IMPORT_OF_ALL) {
            check(has("first line") == done, "a part of the work stays");
        }
        check(
                has(OLD) != (work.replaces() && done),
                "the work is " + verdict + ", and the old rows are there: " + has(OLD));
    }

    private boolean has(String key) {
        return count("SELECT count(*) FROM t WHERE k = '" + key + "'") == 1;
    }

    private long count(String sql) {
        try {
            return await(db.query(sql).mapTo(Long.class).one());
        } catch (Exception e) {
            return -1;
        }
    }

    private void goOn() {
        CompletableFuture<WriteResult> next = db.execute(INSERT, "next");
        check(waits.forEnd(next), "the next write was never completed");
        expect("the next write", next, Set.of(event.closes() ? Verdict.CLOSED : Verdict.SUCCEEDED));
        // What a dump replaces was written while it was loaded.
        if (event == LongEvent.LOST_GROUP && work != LongWork.LOAD) {
            check(count("SELECT count(*) FROM t WHERE k LIKE '%after'") == 2, "a neighbour is missing");
            check(
                    work.replaces() || count("SELECT count(*) FROM t WHERE k LIKE '%before'") == 2,
                    "a neighbour before it is missing");
        }
    }

    private void lookAtFiles() throws Exception {
        check(waits.until(() -> Threads.of(name).isEmpty()), "threads are left: " + Threads.of(name));
        try (Stream<Path> files = Files.list(directory)) {
            List<String> left = files.map(file -> file.getFileName().toString())
                    .filter(file -> !Set.of("app.db", "backup.db", "target.db").contains(file))
                    .toList();
            check(left.isEmpty(), "files are left: " + left);
        }
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            findings.add(otherwise);
        }
    }
}
