package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.WriteResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the statements of one connection, each in its turn. */
final class Execution {

    private final ConnectionState state;

    /** Weakly: what nobody can read any more needs no end. */
    private final Set<RowStream> streams = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    Execution(ConnectionState state) {
        this.state = state;
    }

    /** Runs statements one after the other, each when its result is asked for. */
    Flux<SqliteResult> run(List<Run> runs) {
        Flux<SqliteResult> results = runs.size() == 1
                ? run(runs.get(0)).flux()
                : Flux.fromIterable(runs).concatMap(this::run);
        return results.doOnDiscard(SqliteResult.class, SqliteResult::discard);
    }

    private Mono<SqliteResult> run(Run run) {
        Mono<SqliteResult> result = run.reads()
                ? state.take(Turns.Kind.READ, new Reading(run))
                        .map(rows -> SqliteResult.ofStream(rows, run.fetchSize()))
                : state.take(Turns.Kind.WRITE, new Writing(run)).map(Execution::resultOf);
        return Mono.defer(() ->
                state.isAutoCommitOn() ? result : state.ensureTransaction().then(result));
    }

    private static SqliteResult resultOf(WriteResult written) {
        return SqliteResult.ofEnded(Flux.empty(), written.rowsUpdated());
    }

    /** Ends the queries whose rows nobody reads. */
    void discardUnread() {
        List<RowStream> open;
        synchronized (streams) {
            open = new ArrayList<>(streams);
            streams.clear();
        }
        open.forEach(RowStream::discard);
    }

    /** Starts a statement, after its large objects were collected. */
    private <T> CompletableFuture<T> start(Run run, Function<Run, CompletableFuture<T>> starter) {
        if (!run.reads() && state.session().readOnly()) {
            return CompletableFuture.failedFuture(Failures.readOnly(run.sql()));
        }
        return run.hasLobs()
                ? collected(run)
                        .flatMap(complete -> Mono.fromFuture(starter.apply(complete)))
                        .toFuture()
                : starter.apply(run);
    }

    /** Collects one large object after the other. */
    private static Mono<Run> collected(Run run) {
        @Nullable Object[] values = run.values().clone();
        return Flux.range(0, values.length)
                .filter(i -> Lobs.isLob(values[i]))
                .concatMap(i -> Lobs.collect(values[i]).doOnNext(value -> values[i] = value))
                .then(Mono.fromSupplier(() -> run.with(values)));
    }

    private AsyncOperations operations() {
        return state.session().operations(state.statementTimeout());
    }

    private final class Reading implements ConnectionOperation<RowStream> {

        private final Run run;

        Reading(Run run) {
            this.run = run;
        }

        @Override
        public CompletableFuture<RowStream> start() {
            return Execution.this.start(
                    run,
                    ready -> RowStream.open(operations().query(ready.sql(), ready.arguments()).stream(), run.sql()));
        }

        @Override
        public void ended(@Nullable RowStream rows, @Nullable Throwable failure) {
            if (rows != null) {
                streams.add(rows);
            }
        }

        @Override
        public void unwanted(RowStream rows) {
            rows.discard();
        }

        @Override
        public String sql() {
            return run.sql();
        }
    }

    private final class Writing implements ConnectionOperation<WriteResult> {

        private final Run run;

        Writing(Run run) {
            this.run = run;
        }

        @Override
        public CompletableFuture<WriteResult> start() {
            return Execution.this.start(run, ready -> operations().execute(ready.sql(), ready.arguments()));
        }

        @Override
        public String sql() {
            return run.sql();
        }
    }
}
