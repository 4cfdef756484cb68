package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import org.openjdk.jmh.annotations.Param;

/** asyncsqlite: one {@code executeMany}. */
@SuppressWarnings("NullAway.Init")
public class AsyncSqliteMany extends ManyState {

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
        return AsyncSqliteInserts.pragma(db, name);
    }

    @Override
    long insert(List<Item> items) throws InterruptedException, ExecutionException {
        Iterable<Object[]> rows = () -> items.stream()
                .map(item -> new Object[] {item.id(), item.name(), item.price(), item.note()})
                .iterator();
        return db.executeMany(Item.INSERT, rows).get();
    }

    @Override
    void close() {
        db.close();
    }
}
