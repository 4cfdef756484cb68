package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcAutoConfiguration;
import org.springframework.boot.data.r2dbc.autoconfigure.DataR2dbcRepositoriesAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.annotation.Id;
import org.springframework.data.r2dbc.repository.config.EnableR2dbcRepositories;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.repository.reactive.ReactiveCrudRepository;
import org.springframework.transaction.annotation.Transactional;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Repositories and {@code @Transactional} of Spring Data on the database that {@link AsyncSqlite} beans have. */
@Timeout(60)
class SpringDataTests {

    private ApplicationContextRunner runner;

    @BeforeEach
    void configure(@TempDir Path directory) {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteInitializationAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        R2dbcTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class,
                        DataR2dbcAutoConfiguration.class,
                        DataR2dbcRepositoriesAutoConfiguration.class))
                .withUserConfiguration(Application.class)
                .withBean(Notebook.class)
                .withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"),
                        "asyncsqlite.r2dbc.enabled=true",
                        "asyncsqlite.init.schema-locations=classpath:init/schema.sql");
    }

    @Test
    void repositoryAndDatabaseReadEachOthersWrites() {
        runner.run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            Notes notes = context.getBean(Notes.class);

            Note saved = notes.save(new Note(null, "by a repository")).block();
            database.execute("INSERT INTO note(body) VALUES ('by a service')").join();

            assertThat(saved.id()).isEqualTo(1);
            assertThat(bodies(database)).containsExactly("by a repository", "by a service");
            assertThat(notes.findAll().map(Note::body).collectList().block())
                    .containsExactly("by a repository", "by a service");
        });
    }

    @Test
    void aTransactionalMethodIsUndoneAsAWhole() {
        runner.run(context -> {
            Notebook notebook = context.getBean(Notebook.class);

            assertThatThrownBy(() -> notebook.write(true, "first", "second").block())
                    .hasMessage("changed my mind");
            notebook.write(false, "third", "fourth").block();

            assertThat(bodies(context.getBean(AsyncSqlite.class))).containsExactly("third", "fourth");
        });
    }

    @Test
    void repositoryAndDatabaseShareOneWriterQueue() {
        runner.run(context -> {
            AsyncSqlite database = context.getBean(AsyncSqlite.class);
            CountDownLatch released = new CountDownLatch(1);
            CompletableFuture<Boolean> held = database.write(connection -> {
                released.await();
                return true;
            });
            CompletableFuture<?> byService = database.execute("INSERT INTO note(body) VALUES ('by a service')");
            CompletableFuture<?> byRepository = context.getBean(Notes.class)
                    .save(new Note(null, "by a repository"))
                    .toFuture();

            while (database.stats().queuedWrites() < 2) {
                Thread.onSpinWait();
            }
            released.countDown();
            CompletableFuture.allOf(held, byService, byRepository).join();

            assertThat(bodies(database)).containsExactly("by a service", "by a repository");
        });
    }

    @Test
    void callbacksThatBlockGetAnswers() {
        runner.run(context -> {
            Notes notes = context.getBean(Notes.class);
            int callbacks = 2 * Runtime.getRuntime().availableProcessors();
            notes.save(new Note(null, "one")).block();

            assertThat(notes.count().map(count -> count + notes.count().block()).block(Duration.ofSeconds(30)))
                    .isEqualTo(2);
            // More of them than the pool of callbacks has threads at first.
            assertThat(Flux.range(0, callbacks)
                            .flatMap(
                                    i -> notes.count()
                                            .map(count -> count + notes.count().block()),
                                    callbacks)
                            .collectList()
                            .block(Duration.ofSeconds(30)))
                    .hasSize(callbacks)
                    .containsOnly(2L);
        });
    }

    private static List<String> bodies(AsyncSqlite database) {
        return database.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list()
                .join();
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @EnableR2dbcRepositories(considerNestedRepositories = true, basePackageClasses = SpringDataTests.class)
    static class Application {}

    @Table("note")
    record Note(@Id Long id, String body) {}

    interface Notes extends ReactiveCrudRepository<Note, Long> {}

    static class Notebook {

        private final Notes notes;

        Notebook(Notes notes) {
            this.notes = notes;
        }

        @Transactional
        public Mono<Void> write(boolean fail, String... bodies) {
            return Flux.fromArray(bodies)
                    .concatMap(body -> notes.save(new Note(null, body)))
                    .then(fail ? Mono.error(new IllegalStateException("changed my mind")) : Mono.empty());
        }
    }
}
