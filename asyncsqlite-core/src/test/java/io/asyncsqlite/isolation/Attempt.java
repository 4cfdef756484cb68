package io.asyncsqlite.isolation;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.SyncConnection;
import io.asyncsqlite.isolation.Entry.Action;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** One transaction, of the kind that fits its plan, and what it has done so far. */
final class Attempt {

    private static final String APPEND = "UPDATE list SET items = items || ',' || ?2 WHERE id = ?1";
    private static final String READ = "SELECT items FROM list WHERE id = ?";

    /** What a function throws of its own. */
    static final class Abandoned extends RuntimeException {

        private static final long serialVersionUID = 1;
    }

    private final AsyncSqlite db;
    private final List<Action> plan;
    private final boolean declared;
    private final boolean abandon;
    private final List<Action> actions = new CopyOnWriteArrayList<>();

    Attempt(AsyncSqlite db, List<Action> plan, boolean declared, boolean abandon) {
        this.db = db;
        this.plan = plan;
        this.declared = declared;
        this.abandon = abandon;
    }

    List<Action> actions() {
        return List.copyOf(actions);
    }

    CompletableFuture<?> submit() {
        boolean reads = plan.stream().noneMatch(Action::append);
        boolean writes = plan.stream().allMatch(Action::append);
        if (reads && declared) {
            return query();
        }
        if (reads) {
            return db.read(connection -> run(connection));
        }
        if (writes && declared) {
            actions.addAll(plan);
            return db.executeMany(
                    APPEND,
                    plan.stream()
                            .map(append -> List.of(append.list(), append.value()))
                            .toList());
        }
        return declared ? db.write(connection -> run(connection)) : db.inTransaction(tx -> run(tx));
    }

    /** Reads all lists with one query. */
    private CompletableFuture<?> query() {
        StringBuilder sql = new StringBuilder();
        plan.forEach(read -> sql.append(sql.isEmpty() ? "" : " UNION ALL ")
                .append("SELECT id, items FROM list WHERE id = ")
                .append(read.list()));
        return db.query(sql.toString())
                .list()
                .thenAccept(rows ->
                        rows.forEach(row -> actions.add(Action.read(row.getInt(0), String.valueOf(row.getString(1))))));
    }

    private Void run(SyncConnection connection) {
        for (Action action : plan) {
            if (action.append()) {
                connection.execute(APPEND, action.list(), action.value());
                actions.add(action);
            } else {
                Row row = connection.query(READ, action.list()).first().orElseThrow();
                actions.add(Action.read(action.list(), String.valueOf(row.getString(0))));
            }
        }
        if (abandon) {
            throw new Abandoned();
        }
        return null;
    }

    private CompletableFuture<Void> run(AsyncOperations tx) {
        CompletableFuture<Void> done = CompletableFuture.completedFuture(null);
        for (Action action : plan) {
            done = done.thenCompose(before -> run(tx, action));
        }
        return abandon ? done.thenCompose(all -> CompletableFuture.failedFuture(new Abandoned())) : done;
    }

    private CompletableFuture<Void> run(AsyncOperations tx, Action action) {
        if (action.append()) {
            // Half of them in a savepoint.
            CompletableFuture<?> appended = action.value() % 2 == 0
                    ? tx.execute(APPEND, action.list(), action.value())
                    : tx.inTransaction(nested -> nested.execute(APPEND, action.list(), action.value()));
            return appended.thenAccept(result -> actions.add(action));
        }
        return tx.query(READ, action.list())
                .mapTo(String.class)
                .one()
                .thenAccept(items -> actions.add(Action.read(action.list(), items)));
    }
}
