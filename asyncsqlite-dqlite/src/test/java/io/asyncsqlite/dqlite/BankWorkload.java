package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.dqlite.history.BankHistory;
import io.asyncsqlite.dqlite.history.BankHistory.Transfer;
import io.asyncsqlite.dqlite.history.Tally;
import io.asyncsqlite.dqlite.history.Told;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

/** Transfers between accounts, which write balances that they have computed from those that they read, and snapshots of all balances. */
final class BankWorkload implements Workload {

    private static final int ACCOUNTS = 8;
    private static final long FIRST = 1_000;

    private final BankHistory history = new BankHistory(ACCOUNTS, FIRST);
    private final AtomicLong next = new AtomicLong();
    private final Tally writes = new Tally();

    @Override
    public String schema() {
        return "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL);"
                + "CREATE TABLE transfer(id INTEGER, source INTEGER, target INTEGER, amount INTEGER);"
                + "WITH RECURSIVE a(id) AS (SELECT 0 UNION ALL SELECT id + 1 FROM a WHERE id < " + (ACCOUNTS - 1)
                + ") INSERT INTO account SELECT id, " + FIRST + " FROM a";
    }

    @Override
    public int inFlight() {
        return 4;
    }

    @Override
    public CompletableFuture<?> start(AsyncSqlite db) {
        return ThreadLocalRandom.current().nextInt(4) == 0 ? snapshot(db) : transfer(db);
    }

    /** Reads the accounts by two queries of one transaction. */
    private CompletableFuture<?> snapshot(AsyncSqlite db) {
        Map<Integer, Long> balances = new HashMap<>();
        return db.inTransaction(
                        TransactionMode.READ_ONLY,
                        transaction -> read(transaction, balances, 0, ACCOUNTS / 2)
                                .thenCompose(done -> read(transaction, balances, ACCOUNTS / 2, ACCOUNTS)))
                .handle((done, failure) -> {
                    if (failure == null) {
                        history.read(balances);
                    }
                    return null;
                });
    }

    private static CompletableFuture<Long> read(AsyncOperations from, Map<Integer, Long> target, int first, int end) {
        return from.query("SELECT id, balance FROM account WHERE id >= ? AND id < ?", first, end)
                .forEach(row -> put(target, row));
    }

    private static void put(Map<Integer, Long> balances, Row row) {
        balances.put(row.getInt("id"), row.getLong("balance"));
    }

    private CompletableFuture<?> transfer(AsyncSqlite db) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        int from = random.nextInt(ACCOUNTS);
        int to = (from + 1 + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        Transfer transfer = new Transfer(next.incrementAndGet(), from, to, 1 + random.nextInt(9));
        return db.inTransaction(transaction -> move(transaction, transfer)).handle((done, failure) -> {
            history.transferred(transfer, failure);
            writes.add(Told.of(failure));
            return null;
        });
    }

    private static CompletableFuture<WriteResult> move(AsyncOperations transaction, Transfer transfer) {
        Map<Integer, Long> balances = new HashMap<>();
        return transaction
                .query("SELECT id, balance FROM account WHERE id IN (?, ?)", transfer.from(), transfer.to())
                .forEach(row -> put(balances, row))
                .thenCompose(
                        read -> set(transaction, transfer.from(), balances.get(transfer.from()) - transfer.amount()))
                .thenCompose(done -> set(transaction, transfer.to(), balances.get(transfer.to()) + transfer.amount()))
                .thenCompose(done -> transaction.execute(
                        "INSERT INTO transfer VALUES (?, ?, ?, ?)",
                        transfer.id(),
                        transfer.from(),
                        transfer.to(),
                        transfer.amount()));
    }

    private static CompletableFuture<WriteResult> set(AsyncOperations transaction, int account, long balance) {
        return transaction.execute("UPDATE account SET balance = ? WHERE id = ?", balance, account);
    }

    @Override
    public Tally writes() {
        return writes;
    }

    @Override
    public List<String> check(AsyncSqlite db) throws Exception {
        Map<Integer, Long> balances = new HashMap<>();
        Workload.rows(db, "account").forEach(row -> balances.put(row.getInt(1), row.getLong(2)));
        List<Transfer> applied = Workload.rows(db, "transfer").stream()
                .map(row -> new Transfer(row.getLong(1), row.getInt(2), row.getInt(3), row.getLong(4)))
                .toList();
        return history.check(balances, applied);
    }

    @Override
    public String figures() {
        return writes + ", " + history.reads() + " snapshots";
    }
}
