package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.QueryResult;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.WriteResult;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Runs the statements of one connection, each in its turn. */
final class Execution {

    private final ConnectionState state;

    Execution(ConnectionState state) {
        this.state = state;
    }

    /**
     * Runs statements one after the other. A statement runs when its result is requested; one that only reads, when its rows are
     * requested.
     */
    Flux<SqliteResult> run(List<Run> runs) {
        return runs.size() == 1
                ? run(runs.get(0)).flux()
                : Flux.fromIterable(runs).concatMap(this::run);
    }

    private Mono<SqliteResult> run(Run run) {
        if (run.part().reads()) {
            return Mono.fromSupplier(() -> resultOfQuery(run));
        }
        return run.part().givesRows()
                ? inTurn(TurnKind.WRITE, run, ready -> query(ready).result()).map(given -> resultOf(run, given))
                : inTurn(TurnKind.WRITE, run, this::execute).map(Execution::resultOf);
    }

    private SqliteResult resultOfQuery(Run run) {
        state.requireOpen();
        return SqliteResult.ofQuery(rows(run), state.declaredTypes());
    }

    private static SqliteResult resultOf(WriteResult written) {
        return SqliteResult.ofEnded(Flux.empty(), false, written.rowsUpdated());
    }

    private SqliteResult resultOf(Run run, QueryResult<Row> given) {
        Long count = run.part().writes() ? given.written().rowsUpdated() : null;
        return SqliteResult.ofEnded(Flux.fromIterable(given.elements()), state.declaredTypes(), count);
    }

    private Flux<Row> rows(Run run) {
        return Flux.from(subscriber -> subscriber.onSubscribe(new ResultSubscription(
                subscriber, run.sql(), rows -> inTurn(TurnKind.READ, run, ready -> rows.open(query(ready).stream())))));
    }

    private CompletableFuture<WriteResult> execute(Run ready) {
        return operations().execute(ready.sql(), ready.arguments());
    }

    private RowQuery query(Run ready) {
        RowQuery query = operations().query(ready.sql(), ready.arguments()).withDeclaredTypes();
        return ready.fetchSize() > 0 ? query.withFetchSize(ready.fetchSize()) : query;
    }

    private AsyncOperations operations() {
        return state.session().operations(state.statementTimeout());
    }

    private <T> Mono<T> inTurn(TurnKind kind, Run run, Function<Run, CompletableFuture<T>> starter) {
        return state.statement(kind, new RunStatement<>(run, starter));
    }

    /** Starts a statement, after its large objects were collected. */
    private final class RunStatement<T> implements DriverOperation<T> {

        private final Run run;
        private final Function<Run, CompletableFuture<T>> starter;

        RunStatement(Run run, Function<Run, CompletableFuture<T>> starter) {
            this.run = run;
            this.starter = starter;
        }

        @Override
        @SuppressWarnings("NullAway") // The future of a Mono has null only if the Mono is empty.
        public CompletableFuture<T> start() {
            if (!run.part().reads() && state.session().readOnly()) {
                return CompletableFuture.failedFuture(Failures.readOnly(run.sql()));
            }
            return run.hasLobs()
                    ? collected()
                            .flatMap(complete -> Mono.fromFuture(starter.apply(complete)))
                            .toFuture()
                    : starter.apply(run);
        }

        /** Collects one large object after the other. */
        private Mono<Run> collected() {
            @Nullable Object[] values = run.values().clone();
            return Flux.range(0, values.length)
                    .filter(i -> Lobs.isLob(values[i]))
                    .concatMap(i -> Lobs.collect(values[i]).doOnNext(value -> values[i] = value))
                    .then(Mono.fromSupplier(() -> run.with(values)));
        }

        @Override
        public String sql() {
            return run.sql();
        }
    }
}
