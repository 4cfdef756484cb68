package io.asyncsqlite.isolation;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.isolation.Entry.Action;
import io.asyncsqlite.isolation.Entry.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;

/** Appends to and reads lists in random transactions of every kind, one after the other, and keeps their history. */
final class Client {

    static final String SCHEMA = "CREATE TABLE list(id INTEGER PRIMARY KEY, items TEXT NOT NULL)";

    // At a time; few, so that clients meet, and new ones every now and then, so that lists stay short.
    private static final int LISTS = 4;
    private static final int TRANSACTIONS_PER_LIST = 10;
    private static final int VALUES_PER_CLIENT = 1_000_000;

    private final AsyncSqlite db;
    private final Random random;
    private final List<Entry> history = new ArrayList<>();
    private int nextValue;

    Client(AsyncSqlite db, int number, long seed) {
        this.db = db;
        this.random = new Random(seed + number);
        this.nextValue = number * VALUES_PER_CLIENT;
    }

    static int lists(int transactions) {
        return transactions / TRANSACTIONS_PER_LIST + LISTS;
    }

    /** Runs transactions and returns the history. */
    List<Entry> run(int transactions) throws Exception {
        for (int i = 0; i < transactions; i++) {
            runOne(i / TRANSACTIONS_PER_LIST);
        }
        return history;
    }

    private void runOne(int firstList) throws Exception {
        List<Action> plan = plan(firstList);
        Attempt attempt = new Attempt(db, plan, random.nextBoolean(), random.nextInt(10) == 0);
        long begin = System.nanoTime();
        CompletableFuture<?> future = attempt.submit();
        if (random.nextInt(10) == 0) {
            future.cancel(true);
        }
        Status status = await(future);
        // Of a cancelled one only the appends that were planned are sure: it may still be running.
        List<Action> done =
                status == Status.UNKNOWN ? plan.stream().filter(Action::append).toList() : attempt.actions();
        history.add(new Entry(status, begin, System.nanoTime(), done));
    }

    private List<Action> plan(int firstList) {
        List<Action> plan = new ArrayList<>();
        for (int size = 1 + random.nextInt(4); size > 0; size--) {
            int list = firstList + random.nextInt(LISTS);
            plan.add(random.nextBoolean() ? Action.append(list, nextValue++) : Action.read(list));
        }
        return plan;
    }

    private static Status await(CompletableFuture<?> future) throws Exception {
        try {
            future.get(60, TimeUnit.SECONDS);
            return Status.COMMITTED;
        } catch (CancellationException e) {
            return Status.UNKNOWN;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Attempt.Abandoned
                    || (e.getCause() instanceof SqliteException failure && failure.outcome() != Outcome.UNKNOWN)) {
                return Status.ROLLED_BACK;
            }
            throw e;
        }
    }
}
