package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.ValidationDepth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class FactoryTests extends OpenFactory {

    @Test
    void factoryOpensTheDatabaseWithTheFirstConnection() {
        Path file = directory.resolve("lazy.db");
        SqliteConnectionFactory lazy = factoryOf("r2dbc:sqlite:///" + file);
        Mono<Connection> created = lazy.create();

        assertThat(file).doesNotExist();
        assertThatIllegalStateException().isThrownBy(lazy::unwrap);

        assertThat(Sql.await(created)).isNotNull();
        assertThat(file).exists();
        assertThat(lazy.unwrap(AsyncSqlite.class).name()).isEqualTo("lazy.db");
    }

    @Test
    void openingDoesNotHappenOnTheSubscribersThread() {
        SqliteConnectionFactory lazy = factoryOf("r2dbc:sqlite:///" + directory.resolve("thread.db"));

        String thread =
                lazy.create().map(created -> Thread.currentThread().getName()).block(Sql.LONG);

        assertThat(thread).isNotEqualTo(Thread.currentThread().getName()).doesNotStartWith("asyncsqlite-writer");
    }

    @RepeatedTest(10)
    void theFirstConnectionArrivesOnTheCallbackExecutor() {
        ExecutorService callbacks = Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
        SqliteConnectionFactory first = factoryOf(ConnectionFactoryOptions.parse("r2dbc:sqlite:mem:///")
                .mutate()
                .option(SqliteConnectionFactoryProvider.CALLBACK_EXECUTOR, callbacks)
                .build());
        try {
            assertThat(first.create()
                            .map(created -> Thread.currentThread().getName())
                            .block(Sql.LONG))
                    .isEqualTo("callbacks");
        } finally {
            Sql.await(first.close());
            callbacks.shutdown();
        }
    }

    @Test
    void aFailureToOpenArrivesOnTheCallbackExecutor() {
        ExecutorService callbacks = Executors.newSingleThreadExecutor(task -> new Thread(task, "callbacks"));
        SqliteConnectionFactory failing = factoryOf(ConnectionFactoryOptions.parse(
                        "r2dbc:sqlite:///" + directory.resolve("missing").resolve("a.db"))
                .mutate()
                .option(SqliteConnectionFactoryProvider.CALLBACK_EXECUTOR, callbacks)
                .build());
        try {
            assertThat(failing.create()
                            .map(created -> "created")
                            .onErrorResume(
                                    failure -> Mono.just(Thread.currentThread().getName()))
                            .block(Sql.LONG))
                    .isEqualTo("callbacks");
        } finally {
            callbacks.shutdown();
        }
    }

    @Test
    void callbacksMayBlockForFurtherConnections() {
        SqliteConnectionFactory blocking = factoryOf(ConnectionFactoryOptions.parse("r2dbc:sqlite:mem:///"));
        Mono<Long> count = Mono.usingWhen(
                blocking.create(),
                connection -> Mono.from(connection
                                .createStatement("SELECT count(*) FROM sqlite_schema")
                                .execute())
                        .flatMap(result -> Mono.from(result.map(row -> row.get(0, Long.class)))),
                Connection::close);
        int blocked = 2 * Runtime.getRuntime().availableProcessors();

        // As many callbacks block as the callback executor has threads, and more.
        Long sum = Flux.range(0, blocked)
                .flatMap(i -> count.map(before -> before
                        + count.map(again -> again + count.block(Sql.LONG)).block(Sql.LONG)))
                .reduce(0L, Long::sum)
                .block(Sql.LONG);

        assertThat(sum).isZero();
        Sql.await(blocking.close());
    }

    @Test
    void aFactoryMayBeMadeOfAnOpenDatabase() {
        try (AsyncSqlite database = AsyncSqlite.inMemory()) {
            SqliteConnectionFactory given = factoryOf(given(database)
                    .option(ConnectionFactoryOptions.STATEMENT_TIMEOUT, Duration.ofSeconds(7))
                    .build());

            assertThat(given.unwrap()).isSameAs(database);
            Sql.await(Sql.await(given.create()).close());
            Sql.await(given.close());
            assertThat(database.query("SELECT 1").list().join()).hasSize(1);
        }
    }

    @Test
    void optionsThatOpenAreRefusedBesideAnOpenDatabase() {
        try (AsyncSqlite database = AsyncSqlite.inMemory()) {
            ConnectionFactoryOptions options = given(database)
                    .option(SqliteConnectionFactoryProvider.READERS, 2)
                    .build();

            assertThatThrownBy(() -> factoryOf(options))
                    .isInstanceOfSatisfying(
                            InvalidOptionException.class,
                            refusal -> assertThat(refusal.option()).isEqualTo("readers"))
                    .hasMessage("readers has no effect on openDatabase, which is open already: set it where that is"
                            + " opened");
        }
    }

    private static ConnectionFactoryOptions.Builder given(AsyncSqlite database) {
        return ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(SqliteConnectionFactoryProvider.OPEN_DATABASE, database);
    }

    @Test
    void factoriesOfOneFileShareTheDatabaseUntilTheLastIsClosed() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link.db"), directory.resolve("test.db"));
        SqliteConnectionFactory second = factory("");
        SqliteConnectionFactory third =
                factoryOf("r2dbc:sqlite:///" + link + "?name=test.db&engine=" + TestEngine.choice());
        Connection ofSecond = Sql.await(second.create());
        Connection ofThird = Sql.await(third.create());

        assertThat(second.unwrap()).isSameAs(factory.unwrap()).isSameAs(third.unwrap());

        Sql.await(factory.close());
        Sql.await(second.close());
        assertThat(Sql.await(ofThird.validate(ValidationDepth.REMOTE))).isTrue();
        Sql.await(third.close());
        assertThat(Sql.await(ofSecond.validate(ValidationDepth.REMOTE))).isFalse();
    }

    @Test
    void aDatabaseCanBeOpenedAgainAfterTheLastFactoryIsClosed() {
        Sql.await(factory.close());

        Connection again = Sql.await(factory("readers=2").create());

        assertThat(Sql.await(Sql.update(again, "INSERT INTO t VALUES (1, 'x')")))
                .isEqualTo(1);
    }

    @Test
    void concurrentFactoriesNeverGetAHalfClosedDatabase() {
        Sql.await(factory.close());

        Flux.range(0, 60)
                .flatMap(
                        i -> {
                            SqliteConnectionFactory own = factory("");
                            return Mono.from(own.create())
                                    .flatMap(created -> Sql.update(created, "INSERT INTO t VALUES (?, 'x')", i))
                                    .then(own.close());
                        },
                        8)
                .then()
                .block(Sql.LONG);

        connection = Sql.await(factory("").create());
        assertThat(keys()).hasSize(60);
    }

    @Test
    void anotherFactoryMustAgreeOnTheOptions() {
        SqliteConnectionFactory other = factory("readers=3&synchronous=normal");

        assertThatThrownBy(() -> Sql.await(other.create()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "Database 'test.db' is open with other options, which all factories of one database must agree"
                                + " on: [synchronous, readers]");
        assertThat(Sql.await(factory("exclusive=true&statementTimeout=PT1S").create()))
                .isNotNull();
    }

    @Test
    void namedDatabasesInMemoryAreShared() {
        SqliteConnectionFactory one = factoryOf("r2dbc:sqlite:mem:///shared");
        SqliteConnectionFactory two = factoryOf("r2dbc:sqlite:mem:///shared");
        SqliteConnectionFactory other = factoryOf("r2dbc:sqlite:mem:///");
        Sql.await(Sql.update(Sql.await(one.create()), "CREATE TABLE m (a)"));

        assertThat(Sql.all(Sql.query(Sql.await(two.create()), "SELECT name FROM sqlite_schema")))
                .containsExactly("m");
        assertThat(Sql.all(Sql.query(Sql.await(other.create()), "SELECT name FROM sqlite_schema")))
                .isEmpty();
    }

    @Test
    void aFileThatCannotBeOpenedFailsAndTheNextSubscriberTriesAgain() throws IOException {
        Path file = directory.resolve("later/app.db");
        SqliteConnectionFactory early = factoryOf("r2dbc:sqlite:///" + file);

        assertThatThrownBy(() -> Sql.await(early.create()))
                .isInstanceOfSatisfying(
                        R2dbcNonTransientResourceException.class,
                        e -> assertThat(e.getSqlState()).isEqualTo("08001"))
                .hasMessageContaining("later");

        Files.createDirectory(file.getParent());
        assertThat(Sql.await(early.create())).isNotNull();
    }

    @Test
    void aGivenDatabaseStaysOpen() {
        try (AsyncSqlite given = AsyncSqlite.open(
                SqliteOptions.memory().engine(TestEngine.choice()).build())) {
            SqliteConnectionFactory own = new SqliteConnectionFactory(given);
            Sql.await(Sql.update(Sql.await(own.create()), "CREATE TABLE m (a)"));
            Sql.await(own.close());

            assertThat(given.execute("INSERT INTO m VALUES (1)").join().rowsUpdated())
                    .isEqualTo(1);
            assertThatThrownBy(() -> Sql.await(own.create()))
                    .hasMessage("The connection factory of database 'memory' is closed: nothing was executed");
        }
    }

    @Test
    void aClosedFactoryGivesNoConnectionsAndMayBeClosedAgain() {
        Sql.await(factory.close());
        Sql.await(factory.close());

        assertThatThrownBy(() -> Sql.await(factory.create()))
                .isInstanceOf(R2dbcNonTransientResourceException.class)
                .hasMessage("The connection factory of database 'test.db' is closed: nothing was executed");
    }

    @Test
    void closingRollsBackTransactionsThatWereForgotten() {
        SqliteConnectionFactory other = factory("");
        Connection forgotten = Sql.await(other.create());
        Sql.await(forgotten.beginTransaction());
        Sql.await(Sql.update(forgotten, "INSERT INTO t VALUES (1, 'x')"));

        Sql.await(other.close());

        // Otherwise this would wait until the transaction reaches its age limit.
        Sql.await(connection.setStatementTimeout(Duration.ofSeconds(9)));
        assertThat(Sql.await(Sql.update(connection, "INSERT INTO t VALUES (2, 'x')")))
                .isEqualTo(1);
        assertThat(keys()).containsExactly(2);
    }

    @Test
    void connectionsTellTheVersionOfSqlite() {
        assertThat(connection.getMetadata().getDatabaseProductName()).isEqualTo("SQLite");
        assertThat(List.of(connection.getMetadata().getDatabaseVersion()))
                .isEqualTo(Sql.all(Sql.query(connection, "SELECT sqlite_version()")));
    }

    @Test
    void manySubscribersOpenTheDatabaseOnce() {
        SqliteConnectionFactory lazy = factoryOf("r2dbc:sqlite:///" + directory.resolve("once.db"));

        List<Connection> connections = Flux.merge(
                        IntStream.range(0, 50).mapToObj(i -> lazy.create()).toList())
                .collectList()
                .block(Sql.LONG);

        assertThat(connections).hasSize(50);
        assertThat(connections.stream()
                        .map(each -> ((SqliteConnection) each).unwrap())
                        .distinct())
                .hasSize(1);
    }

    @Test
    void aCancelledSubscriberLeavesTheDatabaseToTheOthers() {
        SqliteConnectionFactory lazy = factoryOf("r2dbc:sqlite:///" + directory.resolve("cancel.db"));

        StepVerifier.create(lazy.create()).thenCancel().verify(Sql.LONG);

        assertThat(Sql.await(lazy.create())).isNotNull();
    }
}
