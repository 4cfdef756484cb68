package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncConnection;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.R2dbcBadGrammarException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.ValidationDepth;
import io.r2dbc.spi.Wrapped;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class ExclusiveTests extends OpenFactory {

    private Connection exclusive;

    @BeforeEach
    void connectExclusively() {
        exclusive = Sql.await(factory("exclusive=true").create());
    }

    @Test
    void temporaryTablesBelongToTheConnection() {
        Sql.await(Sql.update(exclusive, "CREATE TEMP TABLE own (a)"));
        Sql.await(Sql.update(exclusive, "INSERT INTO own VALUES (7)"));

        assertThat(Sql.all(Sql.query(exclusive, "SELECT a FROM own"))).containsExactly(7);
        assertThatThrownBy(() -> Sql.all(Sql.query(connection, "SELECT a FROM own")))
                .isInstanceOf(R2dbcBadGrammarException.class);
    }

    @Test
    void exclusiveConnectionAttachesOtherFiles() {
        Path other = directory.resolve("other.db");
        Sql.await(Sql.update(exclusive, "ATTACH '" + other + "' AS other"));
        Sql.await(Sql.update(exclusive, "CREATE TABLE other.x (a)"));

        assertThat(Sql.all(Sql.query(exclusive, "SELECT name FROM other.sqlite_schema")))
                .containsExactly("x");
    }

    @Test
    void transactionsAndSavepointsWork() {
        Sql.await(exclusive.beginTransaction());
        Sql.await(Sql.update(exclusive, "INSERT INTO t VALUES (1, 'x')"));
        Sql.await(exclusive.createSavepoint("s"));
        Sql.await(Sql.update(exclusive, "INSERT INTO t VALUES (2, 'x')"));
        Sql.await(exclusive.rollbackTransactionToSavepoint("s"));
        assertThat(exclusive.isAutoCommit()).isFalse();
        assertThat(keys()).isEmpty();

        Sql.await(exclusive.commitTransaction());

        assertThat(exclusive.isAutoCommit()).isTrue();
        assertThat(keys()).containsExactly(1);
    }

    @Test
    void closingRollsBackAndGivesTheConnectionBack() {
        Sql.await(exclusive.beginTransaction());
        Sql.await(Sql.update(exclusive, "INSERT INTO t VALUES (1, 'x')"));

        Sql.await(exclusive.close());

        assertThat(keys()).isEmpty();
        assertThat(Sql.await(exclusive.validate(ValidationDepth.REMOTE))).isFalse();
        AsyncConnection core = ((Wrapped<?>) exclusive).unwrap(AsyncConnection.class);
        assertThatThrownBy(() -> core.execute("SELECT 1").join()).hasMessageContaining("is closed");
    }

    @Test
    void aCancelAtAnyMomentOfOpeningLeavesNoConnection() {
        SqliteConnectionFactory opens = factory("exclusive=true");
        Sql.await(Sql.await(opens.create()).close());
        for (int i = 0; i < 1_000; i++) {
            Disposable opening = Mono.usingWhen(opens.create(), opened -> Mono.empty(), Connection::close)
                    .subscribe();
            LockSupport.parkNanos(i % 40 * 10_000L);
            opening.dispose();
        }
        Sql.await(exclusive.close());

        awaitNoConnection();
        assertThat(database().stats().totals().leaks()).isZero();
    }

    private static void awaitNoConnection() {
        long deadline = System.nanoTime() + Sql.LONG.toNanos();
        while (Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().matches("asyncsqlite-connection-\\d+-test\\.db"))) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aStatementEndsAtItsTimeout() {
        Sql.await(exclusive.setStatementTimeout(Duration.ofMillis(50)));

        assertThatThrownBy(() -> Sql.all(Sql.query(exclusive, Sql.ENDLESS)))
                .isInstanceOf(R2dbcTimeoutException.class)
                .hasMessageContaining("was not finished within 50 ms");
    }

    @Test
    void beginWaitsForItsTurnAsLongAsTheLockWaitTimeout() {
        Sql.await(connection.beginTransaction());
        Sql.await(exclusive.setLockWaitTimeout(Duration.ofMillis(30)));

        assertThatThrownBy(() -> Sql.await(exclusive.beginTransaction())).isInstanceOf(R2dbcTimeoutException.class);
        assertThat(exclusive.isAutoCommit()).isTrue();
    }

    @Test
    void rowsAreStreamedBesideOtherStatementsOfATransaction() {
        Sql.await(exclusive.beginTransaction());
        List<Object> sums = Sql.query(exclusive, Sql.numbers(200))
                .concatMap(number -> Sql.query(exclusive, "SELECT ? + 1", number))
                .collectList()
                .block(Sql.LONG);

        assertThat(sums).hasSize(200).startsWith(2, 3).endsWith(201);
    }

    @Test
    void aSecondBeginIsAnError() {
        Sql.await(exclusive.beginTransaction());

        assertThatThrownBy(() -> Sql.await(exclusive.beginTransaction())).isInstanceOf(R2dbcException.class);
        assertThat(exclusive.isAutoCommit()).isFalse();
    }
}
