package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** A transaction that waits for the end of one around it fails soon, also with a pool between. */
@Timeout(60)
class PoolSelfWaitTests {

    @TempDir
    Path directory;

    @Test
    void transactionInsideOfAnotherFailsSoon() {
        ConnectionPool pool =
                (ConnectionPool) ConnectionFactories.get("r2dbc:pool:sqlite:///" + directory.resolve("app.db"));
        // A connection that the pool has to open comes on another thread, of which nothing is known.
        pool.warmup().block();
        connected(pool, connection -> run(connection, "CREATE TABLE t(k)")).block();
        Mono<Void> inner = connected(pool, connection -> Mono.from(connection.beginTransaction()));
        Mono<Void> outer = connected(
                pool,
                connection -> Mono.from(connection.beginTransaction())
                        .then(run(connection, "INSERT INTO t VALUES (1)"))
                        .then(inner));

        AsyncSqlite database = ((SqliteConnectionFactory) pool.unwrap()).unwrap();
        for (int round = 0; round < 4; round++) {
            // Nothing goes on before this thread has left Reactor, or it may continue what others signal: see ADR 52.
            CountDownLatch subscribed = new CountDownLatch(1);
            CompletableFuture<Boolean> busy = database.write(connection -> subscribed.await(60, TimeUnit.SECONDS));
            CompletableFuture<Void> outcome = outer.toFuture();
            subscribed.countDown();
            assertThat(busy.join()).isTrue();
            // Sooner than the age limit of transactions, which would end it, too.
            assertThatThrownBy(() -> outcome.get(8, TimeUnit.SECONDS))
                    .hasMessageContaining(" waits for the transaction ");
        }
        pool.disposeLater().block();
    }

    private static Mono<Void> connected(ConnectionPool pool, Function<Connection, Mono<Void>> work) {
        return Mono.usingWhen(pool.create(), work, Connection::close);
    }

    private static Mono<Void> run(Connection connection, String sql) {
        return Mono.from(connection.createStatement(sql).execute())
                .flatMap(result -> Mono.from(result.getRowsUpdated()))
                .then();
    }
}
