package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.dqlite.history.SetHistory;
import io.asyncsqlite.dqlite.history.Tally;
import io.asyncsqlite.dqlite.history.Told;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;

/** Inserts unique numbers, each by a single operation, so that many share a transaction. */
final class SetWorkload implements Workload {

    private final SetHistory history = new SetHistory();
    private final AtomicLong next = new AtomicLong();
    private final Tally writes = new Tally();

    @Override
    public String schema() {
        return "CREATE TABLE element(id INTEGER)";
    }

    @Override
    public int inFlight() {
        return 32;
    }

    @Override
    public CompletableFuture<?> start(AsyncSqlite db) {
        long id = next.incrementAndGet();
        return db.execute("INSERT INTO element(id) VALUES (?)", id).handle((result, failure) -> {
            history.note(id, failure);
            writes.add(Told.of(failure));
            return id;
        });
    }

    @Override
    public Tally writes() {
        return writes;
    }

    @Override
    public List<String> check(AsyncSqlite db) throws Exception {
        return history.check(
                Workload.rows(db, "element").stream().map(row -> row.getLong(1)).toList());
    }
}
