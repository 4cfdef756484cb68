package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.Query;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Param;

/** asyncsqlite with its defaults: 64 callers, each of which reads the next row when it has the one before. */
@SuppressWarnings("NullAway.Init")
public class AsyncSqlitePoints extends PointState {

    static final int IN_FLIGHT = 64;

    /** How SQLite is called. */
    @Param("AUTO")
    public EngineChoice engine;

    private AsyncSqlite db;

    @Override
    void open(Path file) {
        db = AsyncSqlite.open(SqliteOptions.file(file).engine(engine).build());
    }

    final void read() throws InterruptedException, ExecutionException {
        Callers callers = new Callers();
        for (int i = 0; i < IN_FLIGHT; i++) {
            callers.readNext();
        }
        callers.finished.get();
    }

    private Query<Item> query(int read) {
        return db.query(Item.SELECT_ONE, key(read)).map(Item::read);
    }

    /** The callers of one invocation. Together they make its reads. */
    private final class Callers {

        private final CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();
        private final AtomicInteger started = new AtomicInteger();
        private final AtomicInteger left = new AtomicInteger(READS);

        // The callback takes note of a failure.
        @SuppressWarnings("FutureReturnValueIgnored")
        void readNext() {
            int read = started.getAndIncrement();
            if (read < READS) {
                query(read).one().whenComplete((item, e) -> completed(read, item, e));
            }
        }

        private void completed(int read, @Nullable Item item, @Nullable Throwable e) {
            try {
                if (item == null) {
                    throw new IllegalStateException("A read failed", e);
                }
                check(item, read);
                readNext();
                if (left.decrementAndGet() == 0) {
                    finished.complete(null);
                }
            } catch (RuntimeException failure) {
                finished.completeExceptionally(failure);
            }
        }
    }

    @Override
    void close() {
        db.close();
    }
}
