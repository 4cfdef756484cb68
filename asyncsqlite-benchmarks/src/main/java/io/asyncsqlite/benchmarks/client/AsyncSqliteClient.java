package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Transaction;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;

/** The core of asyncsqlite with its defaults, but for engine and durability. */
final class AsyncSqliteClient implements Client {

    private final AsyncSqlite db;

    AsyncSqliteClient(Target target) {
        db = AsyncSqlite.open(SqliteOptions.file(target.file())
                .engine(target.engine())
                .synchronous(target.durability().core())
                .build());
    }

    @Override
    public String pragma(String name) {
        return db.query("PRAGMA " + name)
                .map(row -> String.valueOf(row.value(0)))
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
        return db.inTransaction(tx -> move(tx, number % Tables.ACCOUNTS));
    }

    private static CompletableFuture<?> move(Transaction tx, int account) {
        return tx.query(Tables.BALANCE, account)
                .as(Long.class)
                .one()
                .thenCompose(balance -> tx.execute(Tables.SET_BALANCE, balance + 1, account))
                .thenCompose(updated -> tx.execute(Tables.INSERT, account, Tables.MOVED));
    }

    @Override
    public long scan() throws InterruptedException, ExecutionException {
        Sum sum = new Sum();
        db.query(Item.SELECT).map(Item::read).stream().subscribe(sum);
        return sum.result.get();
    }

    @Override
    public long batch(List<Item> items) throws InterruptedException, ExecutionException {
        Iterable<Object[]> rows = () -> items.stream()
                .map(item -> new Object[] {item.id(), item.name(), item.price(), item.note()})
                .iterator();
        return db.executeMany(Item.INSERT, rows).get();
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

    private static final class Sum implements Flow.Subscriber<Item> {

        private final CompletableFuture<Long> result = new CompletableFuture<>();
        private long sum;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Item item) {
            sum += item.sum();
        }

        @Override
        public void onError(Throwable e) {
            result.completeExceptionally(e);
        }

        @Override
        public void onComplete() {
            result.complete(sum);
        }
    }
}
