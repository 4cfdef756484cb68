package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.TransactionException;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqlite;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.transaction.ReactiveTransactionManager;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.reactive.TransactionalOperator;
import reactor.core.publisher.Mono;

/** The database inside of a reactive transaction that R2DBC has begun on it. */
@Timeout(60)
class R2dbcTransactionsTests {

    private ApplicationContextRunner runner;

    @BeforeEach
    void configure(@TempDir Path directory) {
        runner = new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        AsyncSqliteTransactionAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        R2dbcTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withBean(Inner.class)
                .withBean(Service.class)
                .withPropertyValues(
                        "asyncsqlite.path=" + directory.resolve("notes.db"),
                        "asyncsqlite.r2dbc.enabled=true",
                        "spring.r2dbc.pool.enabled=false",
                        "asyncsqlite.init.schema-locations=classpath:init/schema.sql");
    }

    private static List<String> bodies(AsyncSqlite database) {
        return database.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list()
                .join();
    }

    @Test
    void databaseTakesPartInTheTransactionOfR2dbc() {
        runner.run(context -> {
            assertThat(context).hasSingleBean(ReactiveTransactionManager.class);
            assertThat(context).doesNotHaveBean(SqliteTransactionManager.class);
            Service service = context.getBean(Service.class);
            AsyncSqlite database = context.getBean(AsyncSqlite.class);

            assertThatThrownBy(() -> service.both(true).block()).hasMessage("changed my mind");
            assertThat(bodies(database)).isEmpty();
            assertThat(service.both(false).block()).containsExactly("by R2DBC", "by the database", "again");
            assertThat(bodies(database)).containsExactly("by R2DBC", "by the database", "again");
        });
    }

    @Test
    void plainDatabaseInsideOfItFailsSoonAndNamesBoth() {
        runner.run(context -> {
            Service service = context.getBean(Service.class);

            assertThatItWaitsForItself(service.aside());
            assertThatItWaitsForItself(service.thenAside());
            assertThat(bodies(context.getBean(AsyncSqlite.class))).isEmpty();
        });
    }

    private static void assertThatItWaitsForItself(Mono<?> work) {
        assertThatThrownBy(() -> work.block(Duration.ofSeconds(8)))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("The operation submitted at " + Service.class.getName())
                .hasMessageContaining("waits for the transaction '" + Service.class.getName());
    }

    @Test
    void newTransactionInsideOfItFailsSoonAndNamesBoth() {
        runner.run(context -> {
            assertThatThrownBy(() -> context.getBean(Service.class).anew().block(Duration.ofSeconds(8)))
                    .isInstanceOf(CannotCreateTransactionException.class)
                    .rootCause()
                    .isInstanceOf(TransactionException.class)
                    .hasMessageContaining("waits for the transaction '" + Service.class.getName());
            assertThat(bodies(context.getBean(AsyncSqlite.class))).isEmpty();
        });
    }

    @Test
    void anotherDatabaseDoesNotTakePart() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        AsyncSqliteTransactionAutoConfiguration.class,
                        R2dbcAutoConfiguration.class,
                        R2dbcTransactionManagerAutoConfiguration.class,
                        TransactionAutoConfiguration.class))
                .withPropertyValues(
                        "asyncsqlite.databases.orders.in-memory=true",
                        "asyncsqlite.databases.audit.in-memory=true",
                        "asyncsqlite.r2dbc.enabled=true",
                        "asyncsqlite.r2dbc.database=orders")
                .run(context -> {
                    var operator = TransactionalOperator.create(context.getBean(ReactiveTransactionManager.class));
                    assertThat(operator.transactional(context.getBean("auditReactiveSqlite", ReactiveSqlite.class)
                                            .current())
                                    .block())
                            .isSameAs(context.getBean("audit"));
                    assertThat(operator.transactional(context.getBean("ordersReactiveSqlite", ReactiveSqlite.class)
                                            .current())
                                    .block())
                            .isInstanceOf(Transaction.class);
                });
    }

    static class Service {

        private final DatabaseClient client;
        private final ReactiveSqlite reactive;
        private final AsyncSqlite database;
        private final Inner inner;

        Service(ConnectionFactory factory, ReactiveSqlite reactive, AsyncSqlite database, Inner inner) {
            this.client = DatabaseClient.create(factory);
            this.reactive = reactive;
            this.database = database;
            this.inner = inner;
        }

        private Mono<Void> byR2dbc(String body) {
            return client.sql("INSERT INTO note(body) VALUES ($1)")
                    .bind("$1", body)
                    .then();
        }

        @Transactional
        public Mono<List<String>> both(boolean fail) {
            return byR2dbc("by R2DBC")
                    .then(reactive.mono(db -> db.execute("INSERT INTO note(body) VALUES ('by the database')")))
                    .then(byR2dbc("again"))
                    .then(reactive.mono(db -> db.query("SELECT body FROM note ORDER BY id")
                            .mapTo(String.class)
                            .list()))
                    .flatMap(seen -> fail ? Mono.error(new IllegalStateException("changed my mind")) : Mono.just(seen));
        }

        @Transactional
        public Mono<Void> aside() {
            return Mono.fromFuture(() -> database.execute("INSERT INTO note(body) VALUES ('aside')"))
                    .then();
        }

        @Transactional
        public Mono<Void> thenAside() {
            return byR2dbc("by R2DBC").then(aside());
        }

        @Transactional
        public Mono<Void> anew() {
            return byR2dbc("by R2DBC").then(inner.add(byR2dbc("anew")));
        }
    }

    static class Inner {

        @Transactional(propagation = Propagation.REQUIRES_NEW)
        public Mono<Void> add(Mono<Void> work) {
            return work;
        }
    }
}
