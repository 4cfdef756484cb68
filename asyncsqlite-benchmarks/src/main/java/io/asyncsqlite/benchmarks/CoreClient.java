package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** asyncsqlite's own API, adapted to Reactor by what the JDK and Reactor have. */
final class CoreClient implements ReactiveClient {

    private final AsyncSqlite db;

    CoreClient(Path file, EngineChoice engine) {
        db = AsyncSqlite.open(SqliteOptions.file(file).engine(engine).build());
    }

    @Override
    public Mono<?> insert(int k, String body) {
        return Mono.fromFuture(() -> db.execute(InsertState.INSERT, k, body));
    }

    @Override
    public Mono<Item> item(long key) {
        return Mono.fromFuture(
                () -> db.query(Item.SELECT_ONE, key).map(Item::read).one());
    }

    @Override
    public Flux<Item> items() {
        return JdkFlowAdapter.flowPublisherToFlux(db.query(Item.SELECT).map(Item::read).stream());
    }

    @Override
    public long count(String table) {
        return db.query("SELECT count(*) FROM " + table).as(Long.class).one().join();
    }

    @Override
    public void close() {
        db.close();
    }
}
