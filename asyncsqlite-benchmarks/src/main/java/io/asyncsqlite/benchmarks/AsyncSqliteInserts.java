package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.openjdk.jmh.annotations.Param;

/** asyncsqlite with its defaults, but for the engine. */
@SuppressWarnings("NullAway.Init")
public class AsyncSqliteInserts extends PipelinedInserts {

    /** How SQLite is called. */
    @Param("AUTO")
    public EngineChoice engine;

    private AsyncSqlite db;

    @Override
    void open(Path file) {
        db = AsyncSqlite.open(SqliteOptions.file(file).engine(engine).build());
    }

    @Override
    String pragma(String name) {
        return pragma(db, name);
    }

    static String pragma(AsyncSqlite db, String name) {
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
