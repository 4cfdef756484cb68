package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.dqlite.history.RegisterHistory;
import io.asyncsqlite.dqlite.history.Tally;
import io.asyncsqlite.dqlite.history.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Writes, reads, and transactions that read and write. All programs are busy with the same register, and take a new one after some time. */
final class RegisterWorkload implements Workload {

    /** Fewer than the checker takes, which needs exponential time at worst. */
    private static final int OPERATIONS_PER_REGISTER = 400;

    private final RegisterHistory history = new RegisterHistory();
    private final AtomicLong next = new AtomicLong();
    private final Tally writes = new Tally();

    @Override
    public String schema() {
        return "CREATE TABLE register(id INTEGER PRIMARY KEY, value INTEGER NOT NULL)";
    }

    @Override
    public int inFlight() {
        return 6;
    }

    @Override
    public CompletableFuture<?> start(AsyncSqlite db) {
        long number = next.incrementAndGet();
        long key = number / OPERATIONS_PER_REGISTER;
        return switch (ThreadLocalRandom.current().nextInt(4)) {
            case 0 -> read(db, key);
            case 1 -> write(db, key, number);
            default -> swap(db, key, number);
        };
    }

    private CompletableFuture<?> read(AsyncSqlite db, long key) {
        long begun = System.nanoTime();
        return value(db, key).handle((value, failure) -> {
            if (failure == null) {
                history.read(key, begun, value);
            }
            return null;
        });
    }

    private CompletableFuture<?> write(AsyncSqlite db, long key, long value) {
        long begun = System.nanoTime();
        return set(db, key, value).handle((done, failure) -> {
            note(key, begun, null, value, failure);
            return null;
        });
    }

    private CompletableFuture<?> swap(AsyncSqlite db, long key, long value) {
        long begun = System.nanoTime();
        AtomicReference<@Nullable Long> seen = new AtomicReference<>();
        return db.inTransaction(transaction -> value(transaction, key).thenCompose(old -> {
                    seen.set(old);
                    return set(transaction, key, value);
                }))
                .handle((done, failure) -> {
                    note(key, begun, seen.get(), value, failure);
                    return null;
                });
    }

    private void note(long key, long begun, @Nullable Long seen, long value, @Nullable Throwable failure) {
        history.wrote(key, begun, seen, value, failure);
        writes.add(Told.of(failure));
    }

    private static CompletableFuture<Long> value(AsyncOperations from, long key) {
        return from.query("SELECT value FROM register WHERE id = ?", key)
                .map(row -> row.getLong(0))
                .findOne()
                .thenApply(value -> value.orElse(0L));
    }

    private static CompletableFuture<WriteResult> set(AsyncOperations to, long key, long value) {
        return to.execute(
                "INSERT INTO register VALUES (?, ?) ON CONFLICT(id) DO UPDATE SET value = excluded.value", key, value);
    }

    @Override
    public Tally writes() {
        return writes;
    }

    @Override
    public List<String> check(AsyncSqlite db) throws Exception {
        Map<Long, Long> last = new HashMap<>();
        Workload.rows(db, "register").forEach(row -> last.put(row.getLong(1), row.getLong(2)));
        return history.check(last);
    }

    @Override
    public String figures() {
        return writes + ", " + history.reads() + " reads, " + history.stale() + " of them stale";
    }
}
