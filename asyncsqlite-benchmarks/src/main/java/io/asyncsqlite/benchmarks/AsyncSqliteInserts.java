package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** asyncsqlite with its defaults. */
@SuppressWarnings("NullAway.Init")
public class AsyncSqliteInserts extends PipelinedInserts {

    private AsyncSqlite db;

    @Override
    void open(Path file) {
        db = AsyncSqlite.open(file);
    }

    @Override
    String pragma(String name) {
        return db.query("PRAGMA " + name)
                .map(row -> String.valueOf(row.value(0)))
                .one()
                .join();
    }

    @Override
    CompletableFuture<?> insert(int k, String body) {
        return db.execute(INSERT, k, body);
    }

    @Override
    void insertAndWait(int k, String body) throws InterruptedException, ExecutionException {
        db.execute(INSERT, k, body).get();
    }

    @Override
    void close() {
        db.close();
    }
}
