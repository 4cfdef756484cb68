package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** The core of asyncsqlite with its defaults, but for the engine, durability, and a queue that takes every load. Transactions are functions or lambdas. */
final class AsyncSqliteClient implements Client {

    private static final int QUEUE_CAPACITY = 20_000;

    private final AsyncSqlite db;
    private final boolean lambdas;

    AsyncSqliteClient(Target target) {
        this(target, false);
    }

    private AsyncSqliteClient(Target target, boolean lambdas) {
        this.lambdas = lambdas;
        db = AsyncSqlite.open(SqliteOptions.file(target.file())
                .engine(target.engine())
                .synchronous(target.durability().core())
                .queueCapacity(QUEUE_CAPACITY)
                .build());
    }

    static AsyncSqliteClient withLambdas(Target target) {
        return new AsyncSqliteClient(target, true);
    }

    @Override
    public String pragma(String name) {
        return db.query("PRAGMA " + name)
                .map(row -> String.valueOf(row.get(0)))
                .one()
                .join();
    }

    @Override
    public CompletableFuture<?> nothing() {
        return db.write(connection -> 0);
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        return db.execute(Tables.INSERT, k, body);
    }

    @Override
    public CompletableFuture<Item> item(long id) {
        return db.query(Item.SELECT_ONE, id).map(Item::read).one();
    }

    @Override
    public CompletableFuture<?> transaction(int number) {
        int account = number % Tables.ACCOUNTS;
        return lambdas ? db.write(connection -> move(connection, account)) : db.inTransaction(tx -> move(tx, account));
    }

    private static WriteResult move(SyncConnection connection, int account) {
        long balance =
                connection.query(Tables.BALANCE, account).mapTo(Long.class).one();
        connection.execute(Tables.SET_BALANCE, balance + 1, account);
        return connection.execute(Tables.INSERT, account, Tables.MOVED);
    }

    private static CompletableFuture<?> move(Transaction tx, int account) {
        return tx.query(Tables.BALANCE, account)
                .mapTo(Long.class)
                .one()
                .thenCompose(balance -> tx.execute(Tables.SET_BALANCE, balance + 1, account))
                .thenCompose(updated -> tx.execute(Tables.INSERT, account, Tables.MOVED));
    }

    @Override
    public long scan() throws InterruptedException, ExecutionException {
        return sum(SumOfItems.ofAll());
    }

    @Override
    public long stream() throws InterruptedException, ExecutionException {
        return sum(SumOfItems.working());
    }

    @Override
    public long firstRows(int rows) throws InterruptedException, ExecutionException {
        return sum(SumOfItems.ofFirst(rows));
    }

    private long sum(SumOfItems reader) throws InterruptedException, ExecutionException {
        db.query(Item.SELECT).map(Item::read).stream().subscribe(reader);
        return reader.result().get();
    }

    @Override
    public long batch(List<Item> items) throws InterruptedException, ExecutionException {
        Iterable<Object[]> rows = () -> items.stream()
                .map(item -> new Object[] {item.id(), item.name(), item.price(), item.note()})
                .iterator();
        return db.executeMany(Item.INSERT, rows).get();
    }

    @Override
    public long importItems(ItemSource source) throws InterruptedException, ExecutionException {
        return batch(source.items());
    }

    @Override
    public boolean backup(Path target, Duration patience) throws InterruptedException, ExecutionException {
        return BackupClient.ends(db.backup(target), patience);
    }

    AsyncSqlite db() {
        return db;
    }

    @Override
    public Session session() {
        return new Waiting();
    }

    @Override
    public void close() {
        db.close();
    }

    /** A caller that waits for each future. */
    private final class Waiting implements Session {

        @Override
        public void insert(int k, String body) throws InterruptedException, ExecutionException {
            AsyncSqliteClient.this.insert(k, body).get();
        }

        @Override
        public Item item(long id) throws InterruptedException, ExecutionException {
            return AsyncSqliteClient.this.item(id).get();
        }

        @Override
        public void transaction(int number) throws InterruptedException, ExecutionException {
            AsyncSqliteClient.this.transaction(number).get();
        }

        @Override
        public void close() {
            // Intentionally nothing: it has nothing of its own.
        }
    }
}
