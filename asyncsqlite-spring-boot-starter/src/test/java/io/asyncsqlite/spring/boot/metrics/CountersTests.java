package io.asyncsqlite.spring.boot.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Each counter counts the events of its name, and no others. */
@Timeout(60)
class CountersTests {

    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n";

    @TempDir
    private Path directory;

    private final MeterRegistry registry = new SimpleMeterRegistry();

    @Test
    void operationsRefusedByAFullQueueAreRejected() {
        run(database -> {
            held(database, () -> {
                database.execute("DELETE FROM note");
                fails(database.execute("DELETE FROM note"));
            });

            assertThat(counted()).isEqualTo(Map.of("operation.rejected", 1.0));
        });
    }

    @Test
    void operationGivenUpByItsCallerIsCancelled() {
        run(database -> {
            held(database, () -> database.execute("DELETE FROM note").cancel(true));

            assertThat(counted()).isEqualTo(Map.of("operation.cancelled", 1.0));
        });
    }

    @Test
    void longOperationIsSlow() {
        run(
                database -> {
                    database.query("SELECT count(*) FROM note").list().join();

                    assertThat(counted()).containsOnlyKeys("operation.slow");
                },
                "asyncsqlite.slow-operation-time=1ns");
    }

    @Test
    void transactionRolledBackForItsAgeIsALeak() {
        run(
                database -> {
                    fails(database.inTransaction(tx -> new CompletableFuture<>()));

                    assertThat(counted()).isEqualTo(Map.of("leaks", 1.0));
                },
                "asyncsqlite.transaction-timeout=20ms");
    }

    @Test
    void timedOutOperationIsNoCancel() {
        run(database -> {
            fails(database.withTimeout(Duration.ofMillis(20)).query(ENDLESS).list());

            assertThat(registry.get("asyncsqlite.operation.run")
                            .tags("kind", "read", "outcome", "timeout")
                            .timer()
                            .count())
                    .isOne();
            assertThat(counted()).doesNotContainKey("operation.cancelled");
        });
    }

    @Test
    void aStatementIsAMissOnceAndAHitThen() {
        run(database -> {
            double hits = cache("hit");
            double misses = cache("miss");
            for (int i = 0; i < 3; i++) {
                database.query("SELECT 17").list().join();
            }

            assertThat(cache("miss") - misses).isOne();
            assertThat(cache("hit") - hits).isEqualTo(2);
        });
    }

    @Test
    void howLongTheWriterHasBeenHeldIsToldInSeconds() {
        run(database -> held(database, () -> {
            double told = registry.get("asyncsqlite.writer.held").gauge().value();

            assertThat(told).isPositive();
            assertThat(database.stats().writerHeld().toNanos() / 1e9).isCloseTo(told, within(5.0));
        }));
    }

    private void run(Consumer<AsyncSqlite> test, String... properties) {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class, AsyncSqliteMetricsAutoConfiguration.class))
                .withBean(MeterRegistry.class, () -> registry)
                .withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"),
                        "asyncsqlite.queue-capacity=1",
                        "asyncsqlite.readers=1",
                        "asyncsqlite.slow-operation-time=1h",
                        "asyncsqlite.init.schema-locations=classpath:init/schema.sql")
                .withPropertyValues(properties)
                .run(context -> test.accept(context.getBean(AsyncSqlite.class)));
    }

    /** Returns the counters that are not 0, without those of the cache. */
    private Map<String, Double> counted() {
        return registry.getMeters().stream()
                .filter(meter -> meter.getId().getTag("result") == null)
                .flatMap(meter -> registry.find(meter.getId().getName()).functionCounters().stream())
                .filter(counter -> counter.count() > 0)
                .collect(Collectors.toMap(
                        counter -> counter.getId().getName().replace("asyncsqlite.", ""),
                        counter -> counter.count(),
                        (same, again) -> same));
    }

    private double cache(String result) {
        return registry.get("asyncsqlite.statement.cache")
                .tag("result", result)
                .functionCounter()
                .count();
    }

    private static void fails(CompletableFuture<?> future) {
        assertThat(future.handle((result, failure) -> failure).join()).isNotNull();
    }

    /** Runs code while the writer is busy. */
    private static void held(AsyncSqlite database, Runnable code) {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        CompletableFuture<Void> held = database.write(connection -> {
            entered.countDown();
            released.await();
            return null;
        });
        try {
            entered.await();
            code.run();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        } finally {
            released.countDown();
        }
        held.join();
    }
}
