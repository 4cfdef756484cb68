package io.asyncsqlite.registry;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseThreadException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.concurrent.LeakReports;
import io.asyncsqlite.testing.Futures;
import io.asyncsqlite.testing.LogCapture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class SqliteRegistryTests {

    @TempDir
    Path directory;

    private final FakeTimer timer = new FakeTimer();
    private SqliteRegistry<String> registry;

    @AfterEach
    void close() {
        if (registry != null) {
            registry.close();
        }
    }

    private SqliteRegistry.Builder<String> builder() {
        return SqliteRegistry.builder(
                key -> SqliteOptions.file(SqliteRegistry.file(directory, key)).build());
    }

    private void open(SqliteRegistry.Builder<String> builder) {
        registry = builder.build(timer);
    }

    private SqliteLease lease(String key) throws Exception {
        return await(registry.lease(key));
    }

    /** Waits until the registry says so, as openings and closings run on threads of their own. */
    private void awaitStats(java.util.function.Predicate<RegistryStats> expected) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!expected.test(registry.stats())) {
            assertThat(System.nanoTime()).as("%s", registry.stats()).isLessThan(end);
            Thread.onSpinWait();
        }
    }

    @Test
    void callersOfOneKeyShareOneOpening() throws Exception {
        CountDownLatch initializing = new CountDownLatch(1);
        CompletableFuture<Void> initialized = new CompletableFuture<>();
        open(builder().initialization(db -> {
            initializing.countDown();
            return initialized;
        }));
        List<CompletableFuture<SqliteLease>> leases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            leases.add(registry.lease("acme"));
        }
        Futures.await(initializing);
        leases.add(registry.lease("acme"));
        assertThat(leases).noneMatch(CompletableFuture::isDone);
        assertThat(registry.stats().waitingCallers()).isEqualTo(11);

        initialized.complete(null);

        AsyncSqlite database = await(leases.get(0)).database();
        for (CompletableFuture<SqliteLease> lease : leases) {
            assertThat(await(lease).database()).isSameAs(database);
        }
        assertThat(registry.stats().totals().openings()).isEqualTo(1);
        assertThat(registry.stats().inUse()).isEqualTo(1);
        for (CompletableFuture<SqliteLease> lease : leases) {
            await(lease).close();
        }
        assertThat(registry.stats().inUse()).isZero();
    }

    @Test
    void aDatabaseInUseIsNotClosedForAnother() throws Exception {
        open(builder().maxOpen(1));
        SqliteLease acme = lease("acme");
        CompletableFuture<SqliteLease> waiting = registry.lease("beta");

        await(acme.database().execute("CREATE TABLE t(k)"));
        assertThat(waiting).isNotDone();
        acme.close();
        acme.close();

        SqliteLease beta = await(waiting);
        assertThat(beta.database().name()).isEqualTo("beta.db");
        assertThat(directory.resolve("acme.db-wal")).doesNotExist();
        assertThat(registry.stats().totals().evictions()).isEqualTo(1);
        assertThatThrownBy(acme::database).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void theLeastRecentlyUsedIsClosed() throws Exception {
        open(builder().maxOpen(2));
        lease("a").close();
        lease("b").close();
        lease("a").close();

        lease("c").close();

        assertThat(directory.resolve("a.db-wal")).exists();
        assertThat(directory.resolve("b.db-wal")).doesNotExist();
    }

    @Test
    void anIdleDatabaseIsClosedAndOpenedAgain() throws Exception {
        open(builder().idleTime(Duration.ofMinutes(1)));
        try (SqliteLease used = lease("used")) {
            lease("idle").close();
            timer.advance(Duration.ofSeconds(30));
            lease("later").close();
            timer.advance(Duration.ofSeconds(30));

            awaitStats(stats -> stats.open() == 2 && stats.closing() == 0);
            assertThat(directory.resolve("idle.db-wal")).doesNotExist();
            timer.advance(Duration.ofSeconds(30));
            awaitStats(stats -> stats.open() == 1 && stats.closing() == 0);
            assertThat(registry.stats().totals().idle()).isEqualTo(2);
            assertThat(await(used.database().query("SELECT 1").list())).hasSize(1);
        }
        lease("idle").close();
        assertThat(registry.stats().totals().openings()).isEqualTo(4);
        timer.advance(Duration.ofMinutes(2));
        awaitStats(stats -> stats.open() == 0 && stats.closing() == 0);
    }

    @Test
    void aCallerThatWaitsTooLongFails() throws Exception {
        open(builder().maxOpen(1).leaseTimeout(Duration.ofSeconds(5)));
        SqliteLease acme = lease("acme");
        CompletableFuture<SqliteLease> waiting = registry.lease("beta");
        timer.advance(Duration.ofSeconds(4));
        assertThat(waiting).isNotDone();

        timer.advance(Duration.ofSeconds(1));

        assertThat(failureOf(waiting))
                .isInstanceOfSatisfying(OperationTimeoutException.class, e -> {
                    assertThat(e.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                    assertThat(e.sql()).isNull();
                })
                .hasMessage(
                        "Database 'beta.db' was not leased in 5000 ms, because its registry has all 1 places taken, 1"
                                + " by databases in use and 0 by databases that are being opened or closed (maxOpen):"
                                + " nothing was executed");
        acme.close();
        lease("beta").close();
        assertThat(registry.stats().totals().timeouts()).isEqualTo(1);
    }

    @Test
    void aCallerOfASlowOpeningFailsAndTheOpeningGoesOn() throws Exception {
        CompletableFuture<Void> initialized = new CompletableFuture<>();
        open(builder().leaseTimeout(Duration.ofSeconds(5)).initialization(db -> initialized));
        CompletableFuture<SqliteLease> early = registry.lease("acme");
        timer.advance(Duration.ofSeconds(5));
        assertThat(failureOf(early)).hasMessageContaining("because it is still being opened: nothing");

        initialized.complete(null);

        lease("acme").close();
        assertThat(registry.stats().totals().openings()).isEqualTo(1);
    }

    @Test
    void anAnsweredCallerLeavesNoTimer() throws Exception {
        open(builder());
        SqliteLease held = lease("acme");
        awaitTimers(0);
        held.close();
        // That of the idle time.
        assertThat(timer.waiting()).isEqualTo(1);
    }

    private void awaitTimers(int expected) {
        awaitStats(stats -> timer.waiting() == expected);
    }

    @Test
    void aFailedOpeningFailsAllItsCallersAndIsTriedAgain() throws Exception {
        CompletableFuture<Void> first = new CompletableFuture<>();
        AtomicInteger openings = new AtomicInteger();
        CountDownLatch initializing = new CountDownLatch(1);
        open(builder().maxOpen(1).initialization(db -> {
            initializing.countDown();
            return openings.incrementAndGet() == 1 ? first : CompletableFuture.completedFuture(null);
        }));
        CompletableFuture<SqliteLease> one = registry.lease("acme");
        CompletableFuture<SqliteLease> two = registry.lease("acme");
        Futures.await(initializing);

        AssertionError failure = new AssertionError("no table");
        first.completeExceptionally(failure);

        assertThat(failureOf(one)).isSameAs(failure);
        assertThat(failureOf(two)).isSameAs(failure);
        lease("acme").close();
        assertThat(registry.stats().totals()).matches(totals -> totals.failures() == 1 && totals.openings() == 2);
    }

    @Test
    void aMissingFileFailsItsCallersOnly() throws Exception {
        open(SqliteRegistry.<String>builder(key -> SqliteOptions.file(SqliteRegistry.file(directory, key))
                        .mustExist(true)
                        .build())
                .maxOpen(1));
        AsyncSqlite.open(directory.resolve("acme.db")).close();

        assertThat(failureOf(registry.lease("nobody"))).isInstanceOf(DatabaseOpenException.class);
        assertThat(failureOf(registry.lease("../acme"))).isInstanceOf(IllegalArgumentException.class);
        lease("acme").close();
    }

    @Test
    void errorsOfTheUsersFunctionsFailTheCaller() throws Exception {
        open(SqliteRegistry.builder(key -> {
            throw new AssertionError("no options");
        }));
        assertThat(failureOf(registry.lease("acme"))).hasMessage("no options");
        assertThat(failureOf(registry.withDatabase("acme", db -> null))).hasMessage("no options");
        registry.close();

        open(builder().maxOpen(1).initialization(db -> {
            throw new AssertionError("no initialization");
        }));
        assertThat(failureOf(registry.lease("acme"))).hasMessage("no initialization");
        registry.close();

        open(builder().maxOpen(1));
        assertThat(failureOf(registry.withDatabase("acme", db -> {
                    throw new AssertionError("no work");
                })))
                .hasMessage("no work");
        lease("beta").close();
    }

    @Test
    void withDatabaseHoldsTheDatabaseUntilItsStageEnds() throws Exception {
        open(builder().maxOpen(1));
        CompletableFuture<String> stage = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> result = registry.withDatabase("acme", db -> {
            begun.countDown();
            return stage;
        });
        Futures.await(begun);
        CompletableFuture<SqliteLease> waiting = registry.lease("beta");
        assertThat(registry.stats().inUse()).isEqualTo(1);

        stage.complete("done");

        assertThat(await(result)).isEqualTo("done");
        await(waiting).close();
    }

    @Test
    void aCancelGivesBackWhatItHolds() throws Exception {
        open(builder().maxOpen(1));
        CompletableFuture<String> stage = new CompletableFuture<>();
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<String> running = registry.withDatabase("acme", db -> {
            begun.countDown();
            return stage;
        });
        Futures.await(begun);
        CompletableFuture<SqliteLease> waiting = registry.lease("beta");
        CompletableFuture<SqliteLease> second = registry.lease("gamma");

        waiting.cancel(false);
        running.cancel(false);

        assertThat(failureOf(waiting)).isInstanceOf(CancellationException.class);
        assertThat(stage).isCancelled();
        await(second).close();
        assertThat(registry.stats().totals().openings()).isEqualTo(2);
        assertThat(registry.stats().waitingCallers()).isZero();
    }

    @Test
    void aLeaseCancelledOnItsWayGoesBack() throws Exception {
        BlockingQueue<Runnable> handedOver = new LinkedBlockingQueue<>();
        CompletableFuture<Void> initialized = new CompletableFuture<>();
        open(builder().callbackExecutor(handedOver::add).initialization(db -> initialized));
        CompletableFuture<SqliteLease> lease = registry.lease("acme");
        // The initialization.
        Objects.requireNonNull(handedOver.poll(20, TimeUnit.SECONDS)).run();
        initialized.complete(null);
        assertThat(registry.stats().inUse()).isEqualTo(1);
        assertThat(lease).isNotDone();

        lease.cancel(false);
        handedOver.remove().run();

        assertThat(registry.stats().inUse()).isZero();
    }

    @Test
    void closeEndsAllDatabasesAndCallers() throws Exception {
        CompletableFuture<Void> never = new CompletableFuture<>();
        open(builder().maxOpen(2).initialization(db -> db.name().equals("slow.db") ? never : done()));
        SqliteLease leased = lease("acme");
        CompletableFuture<SqliteLease> initializing = registry.lease("slow");
        CompletableFuture<SqliteLease> waiting = registry.lease("beta");
        awaitStats(stats -> stats.opening() == 1 && Files.exists(directory.resolve("slow.db-wal")));
        CompletableFuture<?> accepted = leased.database().execute("CREATE TABLE t(k)");

        registry.close();

        await(accepted);
        assertThat(failureOf(initializing)).isInstanceOf(DatabaseClosedException.class);
        assertThat(failureOf(waiting))
                .isInstanceOf(DatabaseClosedException.class)
                .hasMessage("The registry is closed: database 'beta.db' was not leased");
        assertThat(failureOf(registry.lease("acme"))).isInstanceOf(DatabaseClosedException.class);
        assertThat(failureOf(leased.database().query("SELECT 1").list())).isInstanceOf(DatabaseClosedException.class);
        leased.close();
        registry.close();
        assertThat(registry.stats().open()).isZero();
        AsyncSqlite.open(directory.resolve("slow.db")).close();
    }

    private static CompletableFuture<Void> done() {
        return CompletableFuture.completedFuture(null);
    }

    @Test
    void closeOnADatabaseThreadIsRefused() throws Exception {
        open(builder());
        SqliteLease lease = lease("acme");
        assertThat(failureOf(lease.database().read(connection -> {
                    registry.close();
                    return 1;
                })))
                .isInstanceOf(DatabaseThreadException.class);
        lease("beta").close();
    }

    @Test
    void aDatabaseInMemoryIsRefused() throws Exception {
        open(SqliteRegistry.builder(key -> SqliteOptions.memory().build()));
        assertThat(failureOf(registry.lease("acme")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The options of a key must have a file: a database in memory is gone when it is closed");
    }

    @Test
    void aForgottenLeaseIsReportedAndGivenBack() throws Exception {
        open(builder().maxOpen(1));
        try (LogCapture log = new LogCapture(LeakReports.class)) {
            forgetLease();
            CompletableFuture<SqliteLease> waiting = registry.lease("beta");

            awaitStats(stats -> {
                System.gc();
                return waiting.isDone();
            });

            log.awaitMessage("A lease of database 'acme.db' became unreachable without being closed, and is closed now;"
                    + " opened here");
            assertThat(log.stackOfLast()).contains("SqliteRegistryTests.forgetLease");
            await(waiting).close();
        }
    }

    private void forgetLease() throws Exception {
        await(registry.lease("acme")).database();
    }

    @Test
    void optionsOutOfTheirRangeAreRefused() {
        assertThatThrownBy(() -> builder().maxOpen(0).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("maxOpen must be from 1 to 100000, was 0");
        assertThatThrownBy(() -> builder().idleTime(Duration.ZERO).build()).hasMessageStartingWith("idleTime must be");
        assertThatThrownBy(() -> builder().leaseTimeout(Duration.ZERO).build())
                .hasMessageStartingWith("leaseTimeout must be");
    }

    @ParameterizedTest
    @ValueSource(strings = {"acme", "a", "0", "a-b_c9", "con1", "console"})
    void harmlessKeysBecomeFilesOfTheDirectory(String key) {
        assertThat(SqliteRegistry.file(directory, key)).isEqualTo(directory.resolve(key + ".db"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", ".", "..", "../acme", "a/b", "a\\b", "a.db", "a\0", "a\n", "Acme", "\u00e4", "-rf", "_a", "a b",
                "a:b", "~", "con", "nul", "lpt1", "a%2fb", "\u0131"
            })
    void otherKeysAreRefused(String key) {
        assertThatThrownBy(() -> SqliteRegistry.file(directory, key))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("key must be 1 to 100 characters of a-z, 0-9, '-' and '_'");
    }

    @Test
    void aLongKeyIsRefused() {
        assertThat(SqliteRegistry.file(directory, "x".repeat(100))).hasFileName("x".repeat(100) + ".db");
        assertThatThrownBy(() -> SqliteRegistry.file(directory, "x".repeat(101)))
                .hasMessageEndingWith("but its length is 101");
        assertThatThrownBy(() -> SqliteRegistry.file(directory, "a/b"))
                .hasMessageEndingWith("but character 2 is U+002F");
    }
}
