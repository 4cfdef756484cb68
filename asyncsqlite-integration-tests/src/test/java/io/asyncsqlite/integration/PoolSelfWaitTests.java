package io.asyncsqlite.integration;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import java.nio.file.Path;
import java.time.Duration;
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
        // A connection that the pool has to open comes on another thread, of which nothing is known: see ADR 52.
        pool.warmup().block();
        connected(pool, connection -> run(connection, "CREATE TABLE t(k)")).block();
        Mono<Void> inner = connected(pool, connection -> Mono.from(connection.beginTransaction()));
        Mono<Void> outer = connected(
                pool,
                connection -> Mono.from(connection.beginTransaction())
                        .then(run(connection, "INSERT INTO t VALUES (1)"))
                        .then(inner));

        for (int round = 0; round < 4; round++) {
            // Sooner than the age limit of transactions, which would end it, too.
            assertThatThrownBy(() -> outer.block(Duration.ofSeconds(8)))
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
