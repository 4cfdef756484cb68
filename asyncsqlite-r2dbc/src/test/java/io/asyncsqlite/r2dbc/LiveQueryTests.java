package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.Connection;
import java.util.List;
import org.junit.jupiter.api.Test;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

/** What a connection of R2DBC commits, and nothing else, is seen by observers of the same database. */
class LiveQueryTests extends OpenFactory {

    private void insert(Connection with, int key) {
        Sql.await(Sql.update(with, "INSERT INTO t VALUES (?, 'x')", key));
    }

    @Test
    void commitsOfConnectionsAreSeen() {
        Flux<List<Long>> keys = JdkFlowAdapter.flowPublisherToFlux(
                database().query("SELECT k FROM t ORDER BY k").mapTo(Long.class).observe());

        StepVerifier.create(keys)
                .expectNext(List.of())
                .then(() -> insert(connection, 1))
                .expectNext(List.of(1L))
                .then(() -> {
                    Sql.all(connection.beginTransaction());
                    insert(connection, 2);
                    Sql.all(connection.createSavepoint("s"));
                    insert(connection, 3);
                    Sql.all(connection.rollbackTransactionToSavepoint("s"));
                    Sql.all(connection.commitTransaction());
                })
                .expectNext(List.of(1L, 2L))
                .then(() -> {
                    Sql.all(connection.beginTransaction());
                    insert(connection, 4);
                    Sql.all(connection.rollbackTransaction());
                    insert(connection, 5);
                })
                .expectNext(List.of(1L, 2L, 5L))
                .thenCancel()
                .verify(Sql.LONG);
    }
}
