package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.SqliteListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Databases end and come back with their application context. */
@Timeout(60)
class LifecycleTests {

    @TempDir
    private Path directory;

    private Path file;
    private ApplicationContextRunner runner;

    @BeforeEach
    void configure() {
        file = directory.resolve("notes.db");
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.path=" + file, "asyncsqlite.init.schema-locations=classpath:init/schema.sql");
    }

    @Test
    void aStoppedContextClosesTheFileAndAStartOpensItAgain() {
        runner.run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            AsyncSqlite view = database.withTimeout(Duration.ofMinutes(1));
            BlockingSqlite blocking = database.blocking().withTimeout(Duration.ofMinutes(1));
            AtomicInteger heard = new AtomicInteger();
            database.addListener(new SqliteListener() {
                @Override
                public void operationFinished(FinishedOperation operation) {
                    if (operation.sql().startsWith("INSERT")) {
                        heard.incrementAndGet();
                    }
                }
            });
            insert(database, "before");

            context.stop();

            assertThat(Path.of(file + "-wal")).doesNotExist();
            assertThat(failureOf(database.query("SELECT 1").list())).isInstanceOf(DatabaseClosedException.class);
            try (AsyncSqlite other = AsyncSqlite.open(file)) {
                insert(other, "meanwhile");
            }

            context.start();

            insert(view, "after");
            blocking.execute("INSERT INTO note(body) VALUES ('waited for')");
            assertThat(heard).hasValue(3);
            assertThat(bodies(database)).containsExactly("before", "meanwhile", "after", "waited for");
        });
    }

    @Test
    void aPausedContextLeavesTheFileToAnotherOne() {
        runner.run(context -> {
            ConfigurableApplicationContext paused = context.getSourceApplicationContext();
            insert(context.getBean(AsyncSqlite.class), "first");

            paused.pause();
            runner.run(other -> insert(other.getBean(AsyncSqlite.class), "second"));
            paused.restart();

            assertThat(bodies(context.getBean(AsyncSqlite.class))).containsExactly("first", "second");
        });
    }

    @Test
    void databaseInMemoryOutlivesAStopAndAPause() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.in-memory=true", "asyncsqlite.init.schema-locations=classpath:init/schema.sql")
                .run(context -> {
                    ConfigurableApplicationContext whole = context.getSourceApplicationContext();
                    insert(context.getBean(AsyncSqlite.class), "kept");

                    whole.pause();
                    whole.restart();
                    whole.stop();
                    whole.start();

                    assertThat(bodies(context.getBean(AsyncSqlite.class))).containsExactly("kept");
                });
    }

    @Test
    void beansThatEndWithTheContextStillUseTheDatabase() {
        runner.withUserConfiguration(Users.class).run(context -> context.close());

        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            assertThat(bodies(database)).containsExactly("stopped", "destroyed");
        }
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void unfinishedOperationsFailAndAreCountedInTheLog(CapturedOutput output) {
        CompletableFuture<CompletableFuture<Boolean>> submitted = new CompletableFuture<>();
        runner.withPropertyValues("asyncsqlite.shutdown-timeout=100ms").run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            CountDownLatch entered = new CountDownLatch(1);
            submitted.complete(database.write(connection -> {
                entered.countDown();
                new CountDownLatch(1).await();
                return true;
            }));
            entered.await();
            database.execute("DELETE FROM note");
        });

        assertThat(failureOf(submitted.join())).isInstanceOf(DatabaseClosedException.class);
        assertThat(output)
                .contains("Database 'notes.db' was closed after 100 ms: 2 accepted operations were not finished and"
                        + " failed.");
        assertThat(Path.of(file + "-wal")).doesNotExist();
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void timelyShutdownLogsNothing(CapturedOutput output) {
        runner.run(context -> {
            for (int i = 0; i < 2_000; i++) {
                context.getBean(AsyncSqlite.class).execute("INSERT INTO note(body) VALUES ('note')");
            }
        });

        assertThat(output).doesNotContain("not finished");
        try (AsyncSqlite database = AsyncSqlite.open(file)) {
            assertThat(bodies(database)).hasSize(2_000);
        }
    }

    private static void insert(AsyncSqlite database, String body) {
        database.execute("INSERT INTO note(body) VALUES (?)", body).join();
    }

    private static java.util.List<String> bodies(AsyncSqlite database) {
        return database.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list()
                .join();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return future.handle((value, failure) -> failure).join();
    }

    @Configuration(proxyBeanMethods = false)
    static class Users {

        @Bean
        DisposableBean destroyed(AsyncSqlite database) {
            return () -> insert(database, "destroyed");
        }

        @Bean
        SmartLifecycle stopped(AsyncSqlite database) {
            return new SmartLifecycle() {
                private boolean running;

                @Override
                public void start() {
                    running = true;
                }

                @Override
                public void stop() {
                    running = false;
                    insert(database, "stopped");
                }

                @Override
                public boolean isRunning() {
                    return running;
                }

                @Override
                public int getPhase() {
                    return Integer.MIN_VALUE;
                }
            };
        }
    }
}
