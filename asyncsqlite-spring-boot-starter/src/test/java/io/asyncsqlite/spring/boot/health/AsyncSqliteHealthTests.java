package io.asyncsqlite.spring.boot.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

@Timeout(60)
class AsyncSqliteHealthTests {

    @TempDir
    private Path directory;

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    AsyncSqliteAutoConfiguration.class, AsyncSqliteHealthContributorAutoConfiguration.class));

    @Test
    void anOpenDatabaseIsUpAndItsPathIsNotDisclosed() {
        runner.withPropertyValues("asyncsqlite.path=" + directory.resolve("notes.db"))
                .run(context -> {
                    Health health = context.getBean("asyncSqliteHealthContributor", HealthIndicator.class)
                            .health();

                    assertThat(health.getStatus()).isEqualTo(Status.UP);
                    assertThat(health.getDetails())
                            .containsOnlyKeys(
                                    "version",
                                    "queuedReads",
                                    "queuedWrites",
                                    "openReaders",
                                    "busyReaders",
                                    "writerHeldMillis",
                                    "walBytes",
                                    "failed")
                            .containsEntry("failed", false)
                            .containsEntry("queuedWrites", 0);
                    assertThat(health.getDetails().get("version")).asString().startsWith("3.");
                });
    }

    @Test
    void aClosedDatabaseIsOutOfService() {
        AsyncSqlite database = AsyncSqlite.inMemory();
        database.close();

        Health health = new AsyncSqliteHealthIndicator(database).health();

        assertThat(health.getStatus()).isEqualTo(Status.OUT_OF_SERVICE);
        assertThat(health.getDetails()).containsEntry("error", "DatabaseClosedException");
    }

    @Test
    void aDatabaseThatCannotBeReadIsDownAndItsPathIsNotDisclosed() throws Exception {
        Path file = directory.resolve("notes.db");
        AsyncSqlite database = AsyncSqlite.open(file);
        database.execute("CREATE TABLE note(body)").join();
        database.query("PRAGMA wal_checkpoint(TRUNCATE)").list().join();
        // No reader is open yet. The first one will find a first page that is none.
        try (FileChannel content = FileChannel.open(file, StandardOpenOption.WRITE)) {
            content.write(ByteBuffer.wrap(new byte[100]), 100);
        }

        Health health = new AsyncSqliteHealthIndicator(database).health();

        assertThat(health.getStatus()).isEqualTo(Status.DOWN);
        assertThat(health.getDetails().get("error")).isEqualTo("DatabaseOpenException: NOT_A_DATABASE");
        database.close();
    }

    @Test
    void unresponsiveWriterIsDownAndTheCheckLeavesTheQueue() throws InterruptedException {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch released = new CountDownLatch(1);
        try (AsyncSqlite database = AsyncSqlite.open(directory.resolve("notes.db"))) {
            CompletableFuture<Void> busy = database.write(connection -> {
                entered.countDown();
                released.await();
                return null;
            });
            entered.await();

            Health health = new AsyncSqliteHealthIndicator(database, Duration.ofMillis(20)).health();

            assertThat(health.getStatus()).isEqualTo(Status.DOWN);
            assertThat(health.getDetails()).containsEntry("error", "No answer within 20 ms");
            assertThat(database.stats().queuedWrites()).isZero();
            released.countDown();
            busy.join();
        }
    }

    @Test
    void severalDatabasesAppearByName() {
        runner.withBean("orders", AsyncSqlite.class, AsyncSqlite::inMemory)
                .withBean("users", AsyncSqlite.class, AsyncSqlite::inMemory)
                .run(context -> {
                    CompositeHealthContributor contributor =
                            context.getBean("asyncSqliteHealthContributor", CompositeHealthContributor.class);

                    assertThat(contributor.stream()).extracting("name").containsExactlyInAnyOrder("orders", "users");
                });
    }

    @Test
    void thePropertySwitchesItOff() {
        runner.withPropertyValues("asyncsqlite.in-memory=true", "management.health.asyncsqlite.enabled=false")
                .run(context ->
                        assertThat(context).hasSingleBean(AsyncSqlite.class).doesNotHaveBean(HealthContributor.class));
    }

    @Test
    void anIndicatorOfTheApplicationReplacesIt() {
        HealthIndicator own = () -> Health.unknown().build();
        runner.withPropertyValues("asyncsqlite.in-memory=true")
                .withBean("asyncSqliteHealthIndicator", HealthIndicator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(HealthContributor.class)).isSameAs(own));
    }
}
