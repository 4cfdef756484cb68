package io.asyncsqlite.matrix;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.testing.Threads;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One run of one cell, and what was wrong in it. */
final class CellRun {

    private static final String INSERT = "INSERT INTO t(k) VALUES (?)";

    private final Cell cell;
    private final Site site;
    private final Executor threads;
    private final Waits waits = new Waits();
    private final Subjects subjects;
    private final Attempt attempt;
    private final List<Deed> deeds = new ArrayList<>();
    private final List<String> findings = new ArrayList<>();
    private @Nullable CompletableFuture<?> closing;

    private CellRun(Site site, Executor threads) {
        this.cell = site.cell;
        this.site = site;
        this.threads = threads;
        this.subjects = new Subjects(site);
        this.attempt = subjects.attempt();
    }

    /** Runs a cell and returns what was wrong. */
    static List<String> findings(Site site, Executor threads) throws Exception {
        CellRun run = new CellRun(site, threads);
        try (ForeignLock lock = new ForeignLock(site)) {
            run.arrange(lock);
            run.happen();
            run.settle();
            lock.release();
            run.release();
            run.awaitSubject();
            run.goOn();
            run.close();
        } finally {
            run.release();
            site.end();
        }
        run.look();
        return run.findings;
    }

    // What is there before the event.

    private void arrange(ForeignLock lock) throws SQLException {
        switch (cell.moment()) {
            case LOCK -> arrangeLock(lock);
            case TURN -> arrangeTurn();
            default -> {
                hold();
                submitBefore();
                start();
                submitAfter();
            }
        }
        if (underWay()) {
            site.engine.hold.open();
            Gate gate = cell.moment() == Moment.RUNNING ? site.engine.statement : site.engine.commit;
            await(CompletableFuture.anyOf(gate.entered(), attempt.result()), "the subject did not get so far");
        } else if (cell.moment() == Moment.QUEUED && cell.form().inside()) {
            await(site.engine.hold.entered(), "the transaction did not begin");
        }
    }

    private void arrangeLock(ForeignLock lock) throws SQLException {
        lock.take();
        if (cell.form().onConnection()) {
            start();
            await(site.engine.busy.entered(), "the subject did not meet the lock");
            submitBefore();
        } else {
            submitBefore();
            start();
        }
        submitAfter();
        await(site.engine.busy.entered(), "the subject did not meet the lock");
    }

    private void arrangeTurn() {
        hold(site.db, true);
        submitBefore();
        int queued = site.db.stats().queuedWrites();
        start();
        check(waits.until(() -> site.db.stats().queuedWrites() > queued), "the subject does not wait for its turn");
        submitAfter();
    }

    /** Holds up whatever runs the subject. */
    private void hold() {
        if (cell.form().inside() && cell.moment() == Moment.QUEUED) {
            site.arm();
        } else if (cell.form().onConnection()) {
            hold(Objects.requireNonNull(site.connection), false);
        } else {
            hold(site.db, !cell.form().reads() || cell.form().inside());
        }
    }

    private void hold(AsyncOperations where, boolean write) {
        boolean endless =
                cell.event() == Event.ABANDON && (cell.moment() == Moment.QUEUED || cell.moment() == Moment.TURN);
        String sql = Subjects.hold(write, endless);
        CompletableFuture<?> held =
                write ? where.execute(sql) : where.query(sql).list();
        await(CompletableFuture.anyOf(site.engine.hold.entered(), held), "nothing holds up the subject");
        site.arm();
    }

    private void start() {
        subjects.start();
        boolean inside = cell.form().inside();
        deeds.add(new Deed(
                "the subject",
                attempt.result(),
                inside ? subjects.outer() : null,
                Rules.ofSubject(cell),
                List.of(Subjects.keys(cell.form()))));
        if (inside) {
            deeds.add(new Deed("the outer transaction", subjects.outer(), Rules.ofOuter(cell), Subjects.OUTER));
        }
    }

    private void submitBefore() {
        if (cell.neighbours() != Neighbours.NONE) {
            submitInnocent("before");
            submitGuilty("before");
        }
    }

    private void submitAfter() {
        if (cell.neighbours() != Neighbours.NONE) {
            submitGuilty("after");
            submitInnocent("after");
        }
    }

    private void submitInnocent(String where) {
        submit("the write " + where, Rules.ofInnocent(cell), site.db.execute(INSERT, where), where);
        submit(
                "the read " + where,
                Rules.ofInnocent(cell),
                site.db.query("SELECT k FROM t WHERE k = 'taken'").one());
    }

    private void submitGuilty(String where) {
        if (cell.neighbours().guilty()) {
            String sql = cell.neighbours() == Neighbours.GUILTY_AT_COMMIT
                    ? "INSERT INTO c(p) VALUES (999)"
                    : "INSERT OR ROLLBACK INTO t(k) VALUES ('taken')";
            submit("the guilty write " + where, Rules.ofGuilty(cell), site.db.execute(sql));
        }
    }

    private void submit(String name, Set<Verdict> verdicts, CompletableFuture<?> future, String... keys) {
        deeds.add(new Deed(name, future, verdicts, keys));
    }

    // The event.

    private void happen() {
        switch (cell.event()) {
            case CANCEL -> attempt.cancel(waits);
            case DEADLINE -> passDeadline();
            case BUSY_TIME_OVER -> await(attempt.result(), "the subject still waits for the lock");
            case ABANDON -> close(CompletableFuture.supplyAsync(() -> site.db.close(Duration.ZERO), threads));
            case CLOSE -> close(site.db.closeAsync());
            default -> {}
        }
    }

    private void passDeadline() {
        if (underWay()) {
            // Was submitted later and waits for as long: its end shows that the deadline of the subject has passed.
            await(clock(), "an operation that waits behind the subject did not time out");
        } else {
            await(attempt.result(), "the subject did not time out");
        }
    }

    private CompletableFuture<?> clock() {
        AsyncConnection connection = site.connection;
        if (connection != null) {
            return connection.withTimeout(site.shortTime).query("SELECT 1").list();
        }
        boolean reader =
                cell.form().reads() && !cell.form().inside() && cell.storage().separateReaders();
        return reader
                ? site.db.withTimeout(site.shortTime).query("SELECT 1").list()
                : site.db.withTimeout(site.shortTime).execute("DELETE FROM t WHERE 0");
    }

    private void close(CompletableFuture<?> started) {
        closing = started;
        check(waits.until(() -> refuses(site.db)), "the closing database still takes operations");
        AsyncConnection connection = site.connection;
        check(connection == null || waits.until(() -> refuses(connection)), "its connection still takes operations");
    }

    private boolean refuses(AsyncOperations where) {
        return Verdict.of(where.executeMany(INSERT, List.of()), site.error) == Verdict.CLOSED;
    }

    /** Sees to it that what is ended by the event does not wait for anything else. */
    private void settle() {
        if (cell.event() == Event.CANCEL && !underWay() && !cell.form().inside()) {
            check(waits.until(site.traces::subjectEnded), "the cancelled subject still waits");
        }
        if (cell.event() == Event.ABANDON && !underWay()) {
            awaitClosing();
        }
    }

    private boolean underWay() {
        return cell.moment() == Moment.RUNNING || cell.moment() == Moment.COMMIT;
    }

    private void release() {
        site.engine.hold.open();
        site.engine.statement.open();
        site.engine.commit.open();
    }

    // What comes after it.

    private void awaitSubject() {
        if (cell.form().stream() && cell.event() == Event.CANCEL) {
            attempt.result().cancel(false);
        }
        await(attempt.result(), "the subject was never completed");
        await(attempt.cleared(), "the rollback after the subject was never completed");
    }

    private void goOn() {
        AsyncConnection connection = site.connection;
        if (connection != null) {
            site.disarmConnection();
            next("the next write on the connection", connection);
            waits.forEnd(deeds.get(deeds.size() - 1).future());
            await(connection.closeAsync(), "the connection did not close");
        }
        if (cell.event() == Event.MEMORY_ERROR_AFTER_BEGIN) {
            // The subject may have joined a transaction that was open.
            String key = "the write that takes the Error";
            submit(key, Rules.ofInnocent(cell), site.db.execute(INSERT, key), key);
            awaitDeeds();
        }
        next("the next write", site.db);
        awaitDeeds();
        // One row answers also where nothing can be written any more.
        if (!cell.event().closes()) {
            submit(
                    "the next read",
                    Set.of(Verdict.SUCCEEDED),
                    site.db.query("SELECT 1").one());
        }
    }

    private void next(String name, AsyncOperations where) {
        submit(name, Rules.ofNext(cell), where.execute(INSERT, name), name);
    }

    private void close() {
        if (closing == null) {
            closing = site.db.closeAsync();
        }
        awaitClosing();
    }

    private void awaitClosing() {
        if (!waits.forEnd(Objects.requireNonNull(closing))) {
            finding("close() did not return: " + stacks());
        }
    }

    private String stacks() {
        return Threads.of(site.name).stream()
                .map(thread -> thread.getName() + " " + Arrays.toString(thread.getStackTrace()))
                .toList()
                .toString();
    }

    // What is left.

    private void look() throws SQLException {
        awaitDeeds();
        deeds.forEach(this::lookAt);
        if (!waits.until(() -> Threads.of(site.name).isEmpty())) {
            finding("threads are left: " + Threads.of(site.name));
        }
        waits.until(site.traces::allEnded);
        findings.addAll(site.traces.wrong());
        Content content = cell.storage() == Storage.MEMORY ? site.engine.lastContent : Content.of(site.file);
        if (content == null) {
            finding("the connection was never closed");
        } else {
            lookInto(content);
        }
    }

    private void awaitDeeds() {
        deeds.forEach(deed -> waits.forEnd(deed.future()));
    }

    private void lookAt(Deed deed) {
        Verdict verdict = Verdict.of(deed.future(), site.error);
        check(
                deed.verdicts().contains(verdict),
                deed.name() + " " + deed.describe() + ", should be " + deed.verdicts());
    }

    private void lookInto(Content content) {
        List<String> present = Stream.concat(
                        content.keys().stream(), content.blobs().stream().map("blob:"::concat))
                .toList();
        check(content.children().isEmpty(), "a violated foreign key is in the database");
        for (Deed deed : deeds) {
            long found = deed.keys().stream().filter(present::contains).count();
            boolean none = found == 0;
            boolean all = found == deed.keys().size();
            switch (deed.presence(cell, site.error)) {
                case ALL -> check(all, deed.name() + " " + deed.describe() + ", and its rows are missing");
                case NONE -> check(none, deed.name() + " " + deed.describe() + ", and its rows are there");
                case ALL_OR_NONE -> check(all || none, deed.name() + " " + deed.describe() + ", and is there by half");
            }
        }
    }

    private void await(CompletableFuture<?> future, String otherwise) {
        check(waits.forEnd(future), otherwise);
    }

    private void check(boolean condition, String otherwise) {
        if (!condition) {
            finding(otherwise);
        }
    }

    private void finding(String what) {
        findings.add(what);
    }

    /** A lock that another program holds. */
    private static final class ForeignLock implements AutoCloseable {

        private final Site site;
        private @Nullable Connection connection;

        ForeignLock(Site site) {
            this.site = site;
        }

        void take() throws SQLException {
            connection = DriverManager.getConnection("jdbc:sqlite:" + site.file);
            try (Statement statement = connection.createStatement()) {
                statement.execute("BEGIN EXCLUSIVE");
            }
        }

        @Override
        public void close() throws SQLException {
            release();
        }

        void release() throws SQLException {
            if (connection != null) {
                connection.close();
                connection = null;
            }
        }
    }
}
