package io.asyncsqlite.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ConnectionWork;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.asyncsqlite.spring.boot.SqliteOptionsCustomizer;
import io.asyncsqlite.spring.boot.backup.AsyncSqliteBackupAutoConfiguration;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Timer;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.export.simple.SimpleMetricsExportAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Timeout(60)
class AsyncSqliteMetricsTests {

    @TempDir
    private Path directory;

    // One thread, so that the listener has been called for a group before the futures of its members complete.
    private final ExecutorService callbacks = Executors.newSingleThreadExecutor();

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AsyncSqliteAutoConfiguration.class,
                    AsyncSqliteBackupAutoConfiguration.class,
                    AsyncSqliteMetricsAutoConfiguration.class,
                    MetricsAutoConfiguration.class,
                    CompositeMeterRegistryAutoConfiguration.class,
                    SimpleMetricsExportAutoConfiguration.class))
            .withBean(SqliteOptionsCustomizer.class, () -> builder -> builder.callbackExecutor(callbacks));

    @AfterEach
    void shutDown() {
        callbacks.shutdown();
    }

    @Test
    void everyMeterOfTheEnumIsRegisteredAsDeclared() {
        run((database, registry) -> {
            database.execute("CREATE TABLE note(body)").join();

            assertThat(AsyncSqliteMeter.values()).allSatisfy(declared -> {
                Collection<Meter> meters = registry.get(declared.getName()).meters();
                assertThat(meters).isNotEmpty().extracting(Meter::getId).allSatisfy(id -> {
                    assertThat(id.getType()).isEqualTo(declared.getType());
                    assertThat(id.getDescription()).isEqualTo(declared.description());
                    assertThat(id.getBaseUnit())
                            .isEqualTo(declared.getBaseUnit() == null ? "seconds" : declared.getBaseUnit());
                    assertThat(id.getTags())
                            .extracting(Tag::getKey)
                            .containsExactlyInAnyOrderElementsOf(keys(declared));
                    assertThat(id.getTag("database")).isEqualTo("notes.db");
                });
            });
            assertThat(registry.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    .filteredOn(name -> name.startsWith("asyncsqlite."))
                    .isSubsetOf(Arrays.stream(AsyncSqliteMeter.values())
                            .map(AsyncSqliteMeter::getName)
                            .toList());
        });
    }

    @Test
    void operationsAreTimedByKindAndOutcome() {
        run((database, registry) -> {
            database.execute("CREATE TABLE note(body UNIQUE)").join();
            database.execute("INSERT INTO note VALUES (1)").join();
            assertThatThrownBy(() ->
                            database.execute("INSERT INTO note VALUES (1)").join())
                    .isNotNull();
            database.query("SELECT body FROM note").list().join();
            database.inTransaction(tx -> tx.execute("INSERT INTO note VALUES (2)"))
                    .join();

            // The one inside the transaction too.
            assertThat(runs(registry, "write", "success")).isEqualTo(3);
            assertThat(runs(registry, "write", "error")).isEqualTo(1);
            assertThat(runs(registry, "read", "success")).isEqualTo(1);
            assertThat(runs(registry, "transaction", "success")).isEqualTo(1);
            assertThat(registry.get("asyncsqlite.operation.wait")
                            .tag("kind", "write")
                            .timer()
                            .count())
                    .isEqualTo(4);
        });
    }

    /** Makes a table, and waits for fifty writes that are submitted while the writer is held. */
    private static void writeTogether(AsyncSqlite database, IntFunction<CompletableFuture<?>> write) {
        database.execute("CREATE TABLE note(body)").join();
        CountDownLatch released = new CountDownLatch(1);
        hold(released, database::write);
        CompletableFuture<?> all =
                CompletableFuture.allOf(IntStream.range(0, 50).mapToObj(write).toArray(CompletableFuture[]::new));
        released.countDown();
        all.join();
    }

    @Test
    void operationsThatShareACommitAreOneGroup() {
        run((database, registry) -> {
            writeTogether(database, i -> database.execute("INSERT INTO note VALUES (?)", i));

            assertThat(registry.get("asyncsqlite.commit.group.size").summary().max())
                    .isGreaterThanOrEqualTo(2);
        });
    }

    @Test
    void flushesAreTimedAndTheirCommitsCounted() {
        run((database, registry) -> {
            writeTogether(database, i -> database.write(c -> c.execute("INSERT INTO note VALUES (?)", i)));

            DistributionSummary commits = registry.get("asyncsqlite.flush.size").summary();
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (commits.max() < 2 && System.nanoTime() - deadline < 0) {
                // Listeners may be called after the answers.
                Thread.onSpinWait();
            }
            assertThat(commits.max()).isGreaterThanOrEqualTo(2);
            assertThat(registry.get("asyncsqlite.flush.time").timer().totalTime(TimeUnit.NANOSECONDS))
                    .isPositive();
        });
    }

    @Test
    void checkpointsAreTimed() {
        run((database, registry) -> {
            database.execute("CREATE TABLE note(body)").join();
            database.executeMany("INSERT INTO note VALUES (?)", Collections.nCopies(1_500, List.of(new byte[4_096])))
                    .join();
            // Called on the same thread as for the checkpoint, and after it.
            database.execute("INSERT INTO note VALUES (1)").join();

            Timer checkpoints = registry.get("asyncsqlite.checkpoint.time").timer();
            assertThat(checkpoints.count()).isEqualTo(1);
            assertThat(checkpoints.totalTime(TimeUnit.NANOSECONDS)).isPositive();
        });
    }

    @Test
    void operationsThatWaitAreInTheGauges() {
        run((database, registry) -> {
            database.execute("CREATE TABLE note(body)").join();
            CountDownLatch released = new CountDownLatch(1);
            hold(released, database::write);
            hold(released, database::read);

            CompletableFuture<?> waiting = CompletableFuture.allOf(
                    database.execute("INSERT INTO note VALUES (?)", "some text"),
                    database.execute("INSERT INTO note VALUES (?)", "some text"),
                    database.query("SELECT 1").one());

            assertThat(gauge(registry, "asyncsqlite.queue.size", "kind", "write"))
                    .isEqualTo(2);
            assertThat(gauge(registry, "asyncsqlite.queue.size", "kind", "read"))
                    .isEqualTo(1);
            assertThat(gauge(registry, "asyncsqlite.queue.bytes"))
                    .isPositive()
                    .isEqualTo(database.stats().queuedBytes());
            assertThat(gauge(registry, "asyncsqlite.readers.open")).isEqualTo(1);
            assertThat(gauge(registry, "asyncsqlite.readers.busy")).isEqualTo(1);

            released.countDown();
            waiting.join();
            assertThat(gauge(registry, "asyncsqlite.queue.size", "kind", "write"))
                    .isZero();
        });
    }

    @Test
    void gaugesOfSeveralDatabasesAreTaggedByName() {
        runner.withBean("first", AsyncSqlite.class, () -> inMemory("orders"))
                .withBean("second", AsyncSqlite.class, () -> inMemory("users"))
                .run(context -> assertThat(context.getBean(MeterRegistry.class)
                                .get("asyncsqlite.readers.open")
                                .meters())
                        .extracting(meter -> meter.getId().getTag("database"))
                        .containsExactlyInAnyOrder("orders", "users"));
    }

    @Test
    void aDatabaseOfTheApplicationIsTimedWithTheListener() {
        runner.withUserConfiguration(OwnDatabase.class).run(context -> {
            context.getBean(AsyncSqlite.class).query("SELECT 1").one().join();

            assertThat(context.getBean(MeterRegistry.class)
                            .get("asyncsqlite.operation.run")
                            .tags("database", "orders", "kind", "read", "outcome", "success")
                            .timer()
                            .count())
                    .isEqualTo(1);
        });
    }

    @Test
    void databaseOpensWithoutARegistry() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class, AsyncSqliteMetricsAutoConfiguration.class))
                .withPropertyValues("asyncsqlite.in-memory=true")
                .run(context -> assertThat(context)
                        .hasSingleBean(AsyncSqlite.class)
                        .doesNotHaveBean(AsyncSqliteMetricsAutoConfiguration.class));
    }

    private void run(BiConsumer<AsyncSqlite, MeterRegistry> test) {
        runner.withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"),
                        "asyncsqlite.readers=1",
                        "asyncsqlite.backup.cron=0 0 0 29 2 *",
                        "asyncsqlite.backup.directory=" + directory)
                .run(context -> test.accept(context.getBean(AsyncSqlite.class), context.getBean(MeterRegistry.class)));
    }

    /** Keeps a connection busy until it is released. */
    private static void hold(CountDownLatch released, Function<ConnectionWork<Void>, CompletableFuture<Void>> submit) {
        CountDownLatch entered = new CountDownLatch(1);
        submit.apply(connection -> {
            entered.countDown();
            released.await();
            return null;
        });
        try {
            entered.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static AsyncSqlite inMemory(String name) {
        return AsyncSqlite.open(SqliteOptions.memory().name(name).build());
    }

    private static long runs(MeterRegistry registry, String kind, String outcome) {
        return registry.get("asyncsqlite.operation.run")
                .tags("kind", kind, "outcome", outcome)
                .timer()
                .count();
    }

    private static double gauge(MeterRegistry registry, String name, String... tags) {
        return registry.get(name).tags(tags).gauge().value();
    }

    private static Set<String> keys(AsyncSqliteMeter meter) {
        return Arrays.stream(meter.getKeyNames()).map(KeyName::asString).collect(Collectors.toSet());
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnDatabase {

        @Bean
        AsyncSqlite orders(AsyncSqliteMetricsListener listener) {
            return AsyncSqlite.open(
                    SqliteOptions.memory().name("orders").listener(listener).build());
        }
    }
}
