package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;

/** The R2DBC driver reaches a cluster by a URL. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class R2dbcOnAClusterTests extends OnACluster {

    private static ConnectionFactory factory;

    private Connection connection;

    @BeforeAll
    static void makeFactory() {
        factory = ConnectionFactories.get("r2dbc:sqlite:" + cluster.location());
    }

    @AfterAll
    static void closeFactory() {
        if (factory != null) {
            all(((SqliteConnectionFactory) factory).close());
        }
    }

    @BeforeEach
    void connect() {
        connection = all(factory.create()).get(0);
        update("DROP TABLE IF EXISTS t");
        update("CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT UNIQUE)");
    }

    private static <T> List<T> all(Publisher<T> publisher) {
        return Flux.from(publisher).collectList().block(Duration.ofSeconds(60));
    }

    private static List<Long> updated(Statement statement) {
        return all(Flux.from(statement.execute()).concatMap(Result::getRowsUpdated));
    }

    private List<Long> update(String sql) {
        return updated(connection.createStatement(sql));
    }

    private List<String> names() {
        return all(Flux.from(connection
                        .createStatement("SELECT name FROM t ORDER BY id")
                        .execute())
                .concatMap(result -> result.map(row -> row.get("name", String.class))));
    }

    @Test
    void rowsAreInsertedAndRead() {
        Statement insert = connection
                .createStatement("INSERT INTO t(id, name) VALUES ($1, $2)")
                .bind("$1", 1L)
                .bind("$2", "Ada")
                .add()
                .bind("$1", 2L)
                .bind("$2", "Eve");

        assertThat(updated(insert)).containsExactly(1L, 1L);
        assertThat(names()).containsExactly("Ada", "Eve");
        assertThat(connection.getMetadata().getDatabaseVersion()).startsWith("3.");
    }

    @Test
    void aTransactionIsCommitted() {
        all(connection.beginTransaction());
        update("INSERT INTO t(name) VALUES ('Ada')");
        update("INSERT INTO t(name) VALUES ('Eve')");
        all(connection.commitTransaction());

        assertThat(names()).containsExactly("Ada", "Eve");
    }

    @Test
    void aTransactionIsRolledBack() {
        all(connection.beginTransaction());
        update("INSERT INTO t(name) VALUES ('Ada')");
        all(connection.createSavepoint("s"));
        update("INSERT INTO t(name) VALUES ('Eve')");
        all(connection.rollbackTransactionToSavepoint("s"));
        assertThat(names()).containsExactly("Ada");
        all(connection.rollbackTransaction());

        assertThat(names()).isEmpty();
    }

    @Test
    void aConstraintHasItsStateAndCode() {
        update("INSERT INTO t(name) VALUES ('Ada')");

        assertThatThrownBy(() -> update("INSERT INTO t(name) VALUES ('Ada')"))
                .isInstanceOfSatisfying(R2dbcDataIntegrityViolationException.class, e -> {
                    assertThat(e.getSqlState()).isEqualTo("23505");
                    assertThat(e.getErrorCode()).isEqualTo(2067);
                });
        assertThat(names()).containsExactly("Ada");
    }

    @Test
    void factoriesOfAUrlAndOfOptionsShareTheDatabase() {
        update("INSERT INTO t(name) VALUES ('Ada')");
        String nodes = cluster.location().nodes().stream()
                .map(node -> node.getHostString() + ":" + node.getPort())
                .collect(Collectors.joining(","));
        ConnectionFactory other = ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(ConnectionFactoryOptions.PROTOCOL, SqliteConnectionFactoryProvider.PROTOCOL_DQLITE)
                .option(ConnectionFactoryOptions.HOST, nodes)
                .option(ConnectionFactoryOptions.DATABASE, cluster.location().database())
                .build());
        all(other.create());

        assertThat(((SqliteConnectionFactory) other).unwrap()).isSameAs(((SqliteConnectionFactory) factory).unwrap());
        all(((SqliteConnectionFactory) other).close());
        assertThat(names()).containsExactly("Ada");
    }
}
