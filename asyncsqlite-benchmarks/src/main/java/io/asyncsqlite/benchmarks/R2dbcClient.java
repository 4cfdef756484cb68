package io.asyncsqlite.benchmarks;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.spi.Closeable;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Result;
import io.r2dbc.spi.Row;
import io.r2dbc.spi.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A driver of R2DBC, used as Spring's DatabaseClient uses it: a connection for each statement. */
final class R2dbcClient implements ReactiveClient {

    private static final String INSERT = "INSERT INTO t(k, body) VALUES ($1, $2)";
    private static final String SELECT_ONE = Item.SELECT + " WHERE id = $1";

    private final ConnectionFactory factory;

    private R2dbcClient(ConnectionFactory factory) {
        this.factory = factory;
    }

    /** This project's driver, without a pool. */
    static R2dbcClient sqlite(Path file, EngineChoice engine, Synchronous synchronous) {
        return new R2dbcClient(ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(ConnectionFactoryOptions.DATABASE, file.toString())
                .option(SqliteConnectionFactoryProvider.ENGINE, engine)
                .option(SqliteConnectionFactoryProvider.SYNCHRONOUS, synchronous)
                .build()));
    }

    /**
     * r2dbc-h2 as it comes, with a connection for each operation in flight, because opening one is expensive there. It answers before a commit is on the disk:
     * up to half a second later by default.
     */
    static R2dbcClient h2(Path file, int items) {
        ConnectionFactory h2 = ConnectionFactories.get("r2dbc:h2:file:///" + file.resolveSibling("h2"));
        R2dbcClient client = new R2dbcClient(new ConnectionPool(ConnectionPoolConfiguration.builder(h2)
                .initialSize(IN_FLIGHT)
                .maxSize(IN_FLIGHT)
                .build()));
        for (String sql : List.of(
                "CREATE TABLE t(id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k INT NOT NULL, body VARCHAR NOT NULL)",
                "CREATE TABLE item(id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, price DOUBLE PRECISION NOT NULL, note VARCHAR NOT NULL)")) {
            client.run(sql, statement -> statement, Result::getRowsUpdated).blockLast();
        }
        client.fill(items).blockLast();
        return client;
    }

    private Flux<Long> fill(int items) {
        return Flux.range(1, items)
                .map(Item::of)
                .buffer(1_000)
                .concatMap(some -> run(
                        "INSERT INTO item(id, name, price, note) VALUES ($1, $2, $3, $4)",
                        statement -> bindAll(statement, some),
                        Result::getRowsUpdated));
    }

    private static Statement bindAll(Statement statement, List<Item> items) {
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            statement
                    .bind(0, item.id())
                    .bind(1, item.name())
                    .bind(2, item.price())
                    .bind(3, item.note());
            if (i < items.size() - 1) {
                statement.add();
            }
        }
        return statement;
    }

    private <T> Flux<T> run(String sql, Function<Statement, Statement> binder, Function<Result, Publisher<T>> reader) {
        return Flux.usingWhen(
                factory.create(),
                connection -> Flux.from(
                                binder.apply(connection.createStatement(sql)).execute())
                        .flatMap(reader),
                Connection::close);
    }

    @Override
    public Flux<Long> insert(int k, String body) {
        return run(INSERT, statement -> statement.bind(0, k).bind(1, body), Result::getRowsUpdated);
    }

    @Override
    public Mono<Item> item(long key) {
        return run(SELECT_ONE, statement -> statement.bind(0, key), R2dbcClient::items)
                .single();
    }

    @Override
    public Flux<Item> items() {
        return run(Item.SELECT, statement -> statement, R2dbcClient::items);
    }

    private static Publisher<Item> items(Result result) {
        return result.map((row, metadata) -> item(row));
    }

    private static Item item(Row row) {
        return new Item(
                Objects.requireNonNull(row.get(0, Long.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, Double.class)),
                Objects.requireNonNull(row.get(3, String.class)));
    }

    @Override
    public long count(String table) {
        Long count = run("SELECT count(*) FROM " + table, statement -> statement, R2dbcClient::counts)
                .blockLast();
        return Objects.requireNonNull(count);
    }

    private static Publisher<Long> counts(Result result) {
        return result.map((row, metadata) -> Objects.requireNonNull(row.get(0, Long.class)));
    }

    @Override
    public void close() {
        if (factory instanceof Closeable closeable) {
            Mono.from(closeable.close()).block();
        }
    }
}
