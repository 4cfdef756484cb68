package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.Lifecycle;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

class ConnectionTests extends OpenFactory {

    @Test
    void aClosedConnectionRefusesEverythingAndMayBeClosedAgain() {
        Sql.await(connection.close());
        Sql.await(connection.close());

        for (Publisher<?> refused : List.of(
                connection.beginTransaction(),
                connection.commitTransaction(),
                connection.setAutoCommit(false),
                connection.createSavepoint("s"),
                connection.createStatement("SELECT 1").execute(),
                connection.createBatch().add("SELECT 1").execute())) {
            assertThatThrownBy(() -> Sql.await(refused))
                    .isInstanceOfSatisfying(
                            R2dbcNonTransientResourceException.class,
                            e -> assertThat(e.getSqlState()).isEqualTo("08003"))
                    .hasMessage("The connection is closed: nothing was executed");
        }
    }

    @Test
    void openRowsAreReadToTheirEndAfterTheConnectionCloses() {
        StepVerifier.create(Sql.query(connection, Sql.numbers(5_000)), 1)
                .expectNext(1)
                .then(() -> Sql.await(connection.close()))
                .thenRequest(5_000)
                .expectNextCount(4_999)
                .expectComplete()
                .verify(Sql.LONG);
    }

    @Test
    void validationNeverFails() {
        assertThat(Sql.await(connection.validate(ValidationDepth.LOCAL))).isTrue();
        assertThat(Sql.await(connection.validate(ValidationDepth.REMOTE))).isTrue();

        Sql.await(factory.close());

        assertThat(Sql.await(connection.validate(ValidationDepth.REMOTE))).isFalse();
        Sql.await(connection.close());
        assertThat(Sql.await(connection.validate(ValidationDepth.LOCAL))).isFalse();
        assertThat(Sql.await(connection.validate(ValidationDepth.REMOTE))).isFalse();
    }

    @Test
    void nullIsAnIllegalArgument() {
        for (Executable call : List.<Executable>of(
                () -> connection.createStatement(null),
                () -> connection.createBatch().add(null),
                () -> connection.beginTransaction(null),
                () -> connection.setStatementTimeout(null),
                () -> connection.setLockWaitTimeout(null),
                () -> connection.setTransactionIsolationLevel(null),
                () -> connection.validate(null))) {
            assertThatIllegalArgumentException().isThrownBy(call::execute).withMessageEndingWith("must not be null");
        }
    }

    @Test
    void aStatementEndsAtItsTimeout() {
        Sql.await(connection.setStatementTimeout(Duration.ofMillis(50)));

        assertThatThrownBy(() -> Sql.all(Sql.query(connection, Sql.ENDLESS)))
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessageContaining("was not finished within 50 ms");
        assertThatThrownBy(() -> Sql.await(Sql.update(connection, Sql.ENDLESS_INSERT)))
                .isInstanceOf(R2dbcTimeoutException.class);

        Sql.await(connection.setStatementTimeout(Duration.ZERO));
        assertThat(keys()).isEmpty();
    }

    @Test
    void aStatementOfATransactionEndsAtItsTimeout() {
        Sql.await(connection.beginTransaction());
        Sql.await(connection.setStatementTimeout(Duration.ofMillis(50)));

        assertThatThrownBy(() -> Sql.all(Sql.query(connection, Sql.ENDLESS))).isInstanceOf(R2dbcTimeoutException.class);
    }

    @Test
    void theFactorysStatementTimeoutIsTheConnections() {
        Connection impatient = Sql.await(factory("statementTimeout=PT0.05S").create());

        assertThatThrownBy(() -> Sql.all(Sql.query(impatient, Sql.ENDLESS))).isInstanceOf(R2dbcTimeoutException.class);
    }

    @Test
    void aConnectionOfAPoolIsLikeNewForItsNextUser() {
        Sql.await(connection.setAutoCommit(false));
        Sql.await(connection.beginTransaction());
        Sql.await(Sql.update(connection, "INSERT INTO t VALUES (1, 'x')"));
        Sql.await(connection.setStatementTimeout(Duration.ofMillis(1)));

        Sql.await(((Lifecycle) connection).preRelease());
        Sql.await(((Lifecycle) connection).postAllocate());

        assertThat(connection.isAutoCommit()).isTrue();
        assertThat(keys()).isEmpty();
        // Takes longer than the timeout that was set.
        assertThat(Sql.all(Sql.query(connection, "SELECT max(i) FROM (" + Sql.numbers(100_000) + ")")))
                .containsExactly(100_000);
    }

    @Test
    void connectionsUnwrapToTheCore() {
        assertThat(((Wrapped<?>) connection).unwrap()).isSameAs(database());
        assertThat(((Wrapped<?>) connection).unwrap(AsyncSqlite.class)).isSameAs(database());
        assertThat(((Wrapped<?>) connection).unwrap(Connection.class)).isSameAs(connection);
        assertThat(((Wrapped<?>) connection).unwrap(AsyncConnection.class)).isNull();
    }

    @Test
    void noSignalArrivesOnAThreadOfTheDatabase() {
        Set<String> threads = ConcurrentHashMap.newKeySet();
        Flux.range(0, 100)
                .flatMap(i -> Sql.update(connection, "INSERT INTO t VALUES (?, 'x')", i)
                        .doOnNext(updated -> threads.add(Thread.currentThread().getName())))
                .thenMany(Sql.query(connection, "SELECT k FROM t"))
                .doOnNext(row -> threads.add(Thread.currentThread().getName()))
                .doOnComplete(() -> threads.add(Thread.currentThread().getName()))
                .blockLast(Sql.LONG);

        assertThat(threads)
                .noneMatch(name -> name.startsWith("asyncsqlite-") && !name.startsWith("asyncsqlite-callback-"));
    }

    @Test
    void subscribingDoesNotWaitForABusyWriter() {
        CountDownLatch writer = holdWriter();

        var inserted = Sql.update(connection, "INSERT INTO t VALUES (1, 'x')").toFuture();
        var begun = Flux.from(connect().beginTransaction()).then().toFuture();

        assertThat(inserted).isNotDone();
        assertThat(begun).isNotDone();
        writer.countDown();
        assertThat(inserted).succeedsWithin(Sql.LONG).isEqualTo(1L);
        assertThat(begun).succeedsWithin(Sql.LONG);
    }
}
