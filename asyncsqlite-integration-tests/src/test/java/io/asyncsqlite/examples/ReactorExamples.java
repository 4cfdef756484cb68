package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Query;
import io.asyncsqlite.Transaction;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.transfer.NdJson;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** The core in programs of Reactor, by Reactor's own adapters. */
final class ReactorExamples {

    private ReactorExamples() {}

    // tag::transactional-mono[]
    static <T> Mono<T> inTransaction(AsyncSqlite db, Function<Transaction, Mono<T>> work) {
        return Mono.deferContextual(context -> Mono.fromFuture(() ->
                db.inTransaction(tx -> work.apply(tx).contextWrite(context).toFuture())));
    }
    // end::transactional-mono[]

    // tag::reactor-note[]
    record Memo(long id, String body, @Nullable Integer stars) {}
    // end::reactor-note[]

    static Mono<WriteResult> add(AsyncSqlite db, String body) {
        // tag::execute[]
        return Mono.fromFuture(() -> db.execute("INSERT INTO note(body) VALUES (?)", body));
        // end::execute[]
    }

    static Mono<Memo> find(AsyncSqlite db, long id) {
        // tag::find[]
        Query<Memo> query =
                db.query("SELECT id, body, stars FROM note WHERE id = ?", id).mapTo(Memo.class);
        return Mono.fromFuture(() -> query.findOne()).flatMap(Mono::justOrEmpty);
        // end::find[]
    }

    static Flux<Memo> all(AsyncSqlite db) {
        // tag::flux[]
        return JdkFlowAdapter.flowPublisherToFlux(
                db.query("SELECT id, body, stars FROM note").mapTo(Memo.class).stream());
        // end::flux[]
    }

    static Flux<List<Memo>> live(AsyncSqlite db) {
        // tag::live[]
        return JdkFlowAdapter.flowPublisherToFlux(
                db.query("SELECT id, body, stars FROM note").mapTo(Memo.class).observe());
        // end::live[]
    }

    static Mono<WriteResult> addStar(AsyncSqlite db, long id) {
        // tag::use[]
        return inTransaction(
                db,
                tx -> Mono.fromFuture(() -> tx.query("SELECT coalesce(stars, 0) FROM note WHERE id = ?", id)
                                .mapTo(Integer.class)
                                .one())
                        .flatMap(stars -> Mono.fromFuture(
                                () -> tx.execute("UPDATE note SET stars = ? WHERE id = ?", stars + 1, id))));
        // end::use[]
    }

    static Flux<DataBuffer> download(AsyncSqlite db) {
        // tag::download[]
        Flow.Publisher<ByteBuffer> lines =
                NdJson.from(db.query("SELECT id, body FROM note")).publisher();
        return JdkFlowAdapter.flowPublisherToFlux(lines).map(DefaultDataBufferFactory.sharedInstance::wrap);
        // end::download[]
    }
}
