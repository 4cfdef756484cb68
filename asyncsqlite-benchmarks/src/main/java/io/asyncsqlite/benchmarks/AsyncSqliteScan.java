package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.openjdk.jmh.annotations.Param;

/** asyncsqlite: rows are streamed from a reading thread to the callback executor, which makes the objects. */
@SuppressWarnings("NullAway.Init")
public class AsyncSqliteScan extends ScanState {

    /** How SQLite is called. */
    @Param("AUTO")
    public EngineChoice engine;

    private AsyncSqlite db;

    @Override
    void open(Path file) {
        db = AsyncSqlite.open(SqliteOptions.file(file).engine(engine).build());
    }

    @Override
    long scan() throws InterruptedException, ExecutionException {
        Sum sum = new Sum();
        db.query(Item.SELECT).map(Item::read).stream().subscribe(sum);
        return sum.result.get();
    }

    @Override
    void close() {
        db.close();
    }

    private static final class Sum implements Flow.Subscriber<Item> {

        private final CompletableFuture<Long> result = new CompletableFuture<>();
        private long sum;

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Item item) {
            sum += item.sum();
        }

        @Override
        public void onError(Throwable e) {
            result.completeExceptionally(e);
        }

        @Override
        public void onComplete() {
            result.complete(sum);
        }
    }
}
