package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.TransactionMode;
import io.asyncsqlite.dqlite.history.ListHistory;
import io.asyncsqlite.dqlite.history.ListTransaction.Action;
import io.asyncsqlite.dqlite.history.Tally;
import io.asyncsqlite.dqlite.history.Told;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Transactions of some appends and reads, on a few lists at a time, and transactions that only read. */
final class ListWorkload implements Workload {

    // Few, so that transactions meet, and new ones every now and then, so that lists stay short.
    private static final int LISTS = 4;
    private static final int APPENDS_BEFORE_A_NEW_LIST = 20;

    private final ListHistory history = new ListHistory();
    private final AtomicInteger next = new AtomicInteger();
    private final Tally writes = new Tally();

    @Override
    public String schema() {
        return "CREATE TABLE list(id INTEGER PRIMARY KEY, items TEXT NOT NULL)";
    }

    @Override
    public int inFlight() {
        return 6;
    }

    @Override
    public CompletableFuture<?> start(AsyncSqlite db) {
        boolean readsOnly = ThreadLocalRandom.current().nextInt(4) == 0;
        List<Action> actions = new CopyOnWriteArrayList<>();
        return db.inTransaction(
                        readsOnly ? TransactionMode.READ_ONLY : TransactionMode.IMMEDIATE,
                        transaction -> act(transaction, actions, readsOnly))
                .handle((done, failure) -> {
                    history.note(actions, failure);
                    // A transaction that has read only proves no progress: a leader that was deposed may have answered.
                    if (actions.stream().anyMatch(Action::append)) {
                        writes.add(Told.of(failure));
                    }
                    return null;
                });
    }

    private CompletableFuture<Void> act(AsyncOperations transaction, List<Action> actions, boolean readsOnly) {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        CompletableFuture<Void> before = CompletableFuture.completedFuture(null);
        for (int left = 1 + random.nextInt(4); left > 0; left--) {
            int list = next.get() / APPENDS_BEFORE_A_NEW_LIST + random.nextInt(LISTS);
            boolean reads = readsOnly || random.nextBoolean();
            before = before.thenCompose(
                    done -> reads ? read(transaction, actions, list) : append(transaction, actions, list));
        }
        return before;
    }

    private static CompletableFuture<Void> read(AsyncOperations transaction, List<Action> actions, int list) {
        return transaction
                .query("SELECT items FROM list WHERE id = ?", list)
                .map(row -> row.getString(0))
                .findOne()
                .thenAccept(items -> actions.add(Action.read(list, values(items.orElse("")))));
    }

    private CompletableFuture<Void> append(AsyncOperations transaction, List<Action> actions, int list) {
        int value = next.incrementAndGet();
        actions.add(Action.append(list, value));
        return transaction
                .execute(
                        "INSERT INTO list VALUES (?, ?)"
                                + " ON CONFLICT(id) DO UPDATE SET items = items || ',' || excluded.items",
                        list,
                        String.valueOf(value))
                .thenAccept(done -> {});
    }

    private static List<Integer> values(String items) {
        return Arrays.stream(items.split(","))
                .filter(item -> !item.isEmpty())
                .map(Integer::valueOf)
                .toList();
    }

    @Override
    public Tally writes() {
        return writes;
    }

    @Override
    public List<String> check(AsyncSqlite db) throws Exception {
        Map<Integer, List<Integer>> last = new HashMap<>();
        Workload.rows(db, "list").forEach(row -> last.put(row.getInt(1), values(row.getString(2))));
        return history.check(last);
    }

    @Override
    public String figures() {
        return writes + ", " + history.size() + " transactions in all";
    }
}
