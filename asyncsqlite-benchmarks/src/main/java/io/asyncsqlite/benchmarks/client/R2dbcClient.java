package io.asyncsqlite.benchmarks.client;

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
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A driver of R2DBC, used as Spring's DatabaseClient uses it: a connection for each statement or transaction. */
final class R2dbcClient implements Client {

    /** As many as the loads of R2DBC have operations in flight. */
    private static final int H2_CONNECTIONS = 64;

    private static final int ROWS_OF_AN_H2_BATCH = 1_000;

    private final ConnectionFactory factory;
    private final boolean sqlite;

    private R2dbcClient(ConnectionFactory factory, boolean sqlite) {
        this.factory = factory;
        this.sqlite = sqlite;
    }

    /** This project's driver, without a pool. */
    static R2dbcClient sqlite(Target target) {
        ConnectionFactory factory = ConnectionFactories.get(ConnectionFactoryOptions.builder()
                .option(ConnectionFactoryOptions.DRIVER, SqliteConnectionFactoryProvider.DRIVER)
                .option(ConnectionFactoryOptions.DATABASE, target.file().toString())
                .option(SqliteConnectionFactoryProvider.ENGINE, target.engine())
                .option(
                        SqliteConnectionFactoryProvider.SYNCHRONOUS,
                        target.durability().core())
                .build());
        return new R2dbcClient(factory, true);
    }

    /**
     * r2dbc-h2 as it comes, on a new database beside the file, with a connection for each operation in flight, because opening one is
     * expensive there. It answers before a commit is on the disk: up to half a second later by default.
     */
    static R2dbcClient h2(Target target) {
        ConnectionFactory h2 =
                ConnectionFactories.get("r2dbc:h2:file:///" + target.file().resolveSibling("h2"));
        ConnectionPoolConfiguration pool = ConnectionPoolConfiguration.builder(h2)
                .initialSize(H2_CONNECTIONS)
                .maxSize(H2_CONNECTIONS)
                .build();
        R2dbcClient client = new R2dbcClient(new ConnectionPool(pool), false);
        client.fill(target.items());
        return client;
    }

    private void fill(int items) {
        for (String sql : List.of(
                "CREATE TABLE t(id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, k INT NOT NULL, "
                        + "body VARCHAR NOT NULL)",
                "CREATE TABLE account(id BIGINT PRIMARY KEY, balance BIGINT NOT NULL)",
                "CREATE TABLE item(id BIGINT PRIMARY KEY, name VARCHAR NOT NULL, price DOUBLE PRECISION NOT NULL, "
                        + "note VARCHAR NOT NULL)",
                "INSERT INTO account SELECT x - 1, 0 FROM system_range(1, " + Tables.ACCOUNTS + ")")) {
            alone(connection -> update(connection, sql)).blockLast();
        }
        Flux.range(1, items)
                .map(Item::of)
                .buffer(ROWS_OF_AN_H2_BATCH)
                .concatMap(rows -> alone(connection -> insert(connection, rows)))
                .blockLast();
    }

    private static Flux<Long> insert(Connection connection, List<Item> items) {
        Statement insert = connection.createStatement(Item.INSERT);
        for (int i = 0; i < items.size(); i++) {
            if (i > 0) {
                insert.add();
            }
            Item item = items.get(i);
            bind(insert, item.id(), item.name(), item.price(), item.note());
        }
        return Flux.from(insert.execute()).flatMap(Result::getRowsUpdated);
    }

    /** Asks the connection that writes. Only for SQLite: a trial does not ask clients of other databases. */
    @Override
    public String pragma(String name) {
        if (!sqlite) {
            throw new UnsupportedOperationException("H2 has no PRAGMA");
        }
        return Objects.requireNonNull(alone(
                        connection -> rows(connection, row -> String.valueOf(row.get(0)), "PRAGMA " + name))
                .blockLast());
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        return alone(connection -> update(connection, Tables.INSERT, k, body))
                .single()
                .toFuture();
    }

    @Override
    @SuppressWarnings("NullAway") // A Mono of single() is not empty.
    public CompletableFuture<Item> item(long id) {
        return alone(connection -> rows(connection, R2dbcClient::item, Item.SELECT_ONE, id))
                .single()
                .toFuture();
    }

    @Override
    public CompletableFuture<?> transaction(int number) {
        return alone(connection -> transaction(connection, number % Tables.ACCOUNTS))
                .single()
                .toFuture();
    }

    private static Flux<Long> transaction(Connection connection, int account) {
        return Flux.usingWhen(
                Mono.from(connection.beginTransaction()).thenReturn(connection),
                begun -> move(begun, account),
                Connection::commitTransaction,
                (begun, e) -> begun.rollbackTransaction(),
                Connection::rollbackTransaction);
    }

    private static Mono<Long> move(Connection connection, int account) {
        return rows(connection, R2dbcClient::integer, Tables.BALANCE, account)
                .single()
                .flatMap(balance -> update(connection, Tables.SET_BALANCE, balance + 1, account)
                        .single())
                .flatMap(updated ->
                        update(connection, Tables.INSERT, account, Tables.MOVED).single());
    }

    @Override
    public long scan() {
        return SumOfItems.of(items());
    }

    @Override
    public long stream() {
        return SumOfItems.ofWorking(items());
    }

    @Override
    public long firstRows(int rows) {
        return SumOfItems.of(items().take(rows));
    }

    private Flux<Item> items() {
        return alone(connection -> rows(connection, R2dbcClient::item, Item.SELECT));
    }

    /** Runs an operation on a connection of its own. */
    private <T> Flux<T> alone(Function<Connection, Publisher<T>> operation) {
        return Flux.usingWhen(factory.create(), operation, Connection::close);
    }

    private static Flux<Long> update(Connection connection, String sql, Object... values) {
        return execute(connection, sql, values).flatMap(Result::getRowsUpdated);
    }

    private static <T> Flux<T> rows(Connection connection, Function<Row, T> mapper, String sql, Object... values) {
        return execute(connection, sql, values).flatMap(result -> result.map((row, metadata) -> mapper.apply(row)));
    }

    private static Flux<? extends Result> execute(Connection connection, String sql, Object... values) {
        return Flux.from(bind(connection.createStatement(sql), values).execute());
    }

    private static Statement bind(Statement statement, Object... values) {
        for (int i = 0; i < values.length; i++) {
            statement.bind(i, values[i]);
        }
        return statement;
    }

    private static Item item(Row row) {
        return new Item(
                integer(row),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, Double.class)),
                Objects.requireNonNull(row.get(3, String.class)));
    }

    private static Long integer(Row row) {
        return Objects.requireNonNull(row.get(0, Long.class));
    }

    @Override
    public void close() {
        if (factory instanceof Closeable closeable) {
            Mono.from(closeable.close()).block();
        }
    }
}
