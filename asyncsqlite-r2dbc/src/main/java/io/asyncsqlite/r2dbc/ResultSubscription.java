package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Row;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Carries the rows of one query to one subscriber, an operator of Reactor. The operator checks the demand of its own subscriber.
 *
 * <pre> NEW --first request--> WAITING for its turn --its turn--> OPENING --first signal--> PASSING on signals --last signal, cancel--> DONE </pre>
 *
 * Invariants:
 * <ol>
 *   <li>The query gets exactly the demand of the subscriber.
 *   <li>Its turn lasts until its first signal. From then on the query has its snapshot, and later operations of the connection do
 *       not change its rows.
 *   <li>An error before the first row is signalled by the turn, and everything else by the query, so signals come one at a time.
 * </ol>
 */
final class ResultSubscription implements Flow.Subscriber<Row>, Subscription {

    private final Function<ResultSubscription, Mono<?>> turnOf;
    private final String sql;
    private final CompletableFuture<Void> begun = new CompletableFuture<>();

    // Null after the end and after a cancel: nothing is signalled any more.
    private volatile @Nullable Subscriber<? super Row> subscriber;

    // Guarded by this.
    private long demand;
    private boolean asked;
    private boolean cancelled;
    private @Nullable Disposable turn;
    private Flow.@Nullable Subscription query;

    /**
     * Makes a subscription.
     *
     * @param turnOf opens the query in its turn
     */
    ResultSubscription(Subscriber<? super Row> subscriber, String sql, Function<ResultSubscription, Mono<?>> turnOf) {
        this.subscriber = subscriber;
        this.sql = sql;
        this.turnOf = turnOf;
    }

    /** Opens the query. Cancelling the future, which completes with the first signal, ends it. */
    CompletableFuture<Void> open(Flow.Publisher<Row> rows) {
        rows.subscribe(this);
        return begun;
    }

    @Override
    public void request(long n) {
        Flow.Subscription running;
        boolean first;
        synchronized (this) {
            running = query;
            first = !asked;
            asked = true;
            if (running == null) {
                demand = Operators.addCap(demand, n);
            }
        }
        if (running != null) {
            running.request(n);
        } else if (first) {
            takeTurn();
        }
    }

    private void takeTurn() {
        Disposable taken = turnOf.apply(this).subscribe(done -> {}, this::failed);
        boolean alreadyCancelled;
        synchronized (this) {
            turn = taken;
            alreadyCancelled = cancelled;
        }
        if (alreadyCancelled) {
            taken.dispose();
        }
    }

    private void failed(Throwable reason) {
        Subscriber<? super Row> to = subscriber;
        subscriber = null;
        if (to != null) {
            to.onError(reason);
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        long wanted;
        synchronized (this) {
            query = subscription;
            wanted = cancelled ? 0 : demand;
        }
        if (wanted > 0) {
            subscription.request(wanted);
        } else {
            subscription.cancel();
        }
    }

    @Override
    public void onNext(Row row) {
        begin();
        Subscriber<? super Row> to = subscriber;
        if (to != null) {
            to.onNext(row);
        }
    }

    @Override
    public void onComplete() {
        begin();
        Subscriber<? super Row> to = subscriber;
        subscriber = null;
        if (to != null) {
            to.onComplete();
        }
    }

    @Override
    public void onError(Throwable error) {
        if (!begun.completeExceptionally(error)) {
            failed(Failures.translate(error, sql));
        }
    }

    private void begin() {
        if (!begun.isDone()) {
            begun.complete(null);
        }
    }

    @Override
    public void cancel() {
        Disposable waiting;
        Flow.Subscription running;
        synchronized (this) {
            cancelled = true;
            waiting = turn;
            running = query;
        }
        subscriber = null;
        if (running != null) {
            running.cancel();
        }
        if (waiting != null) {
            waiting.dispose();
        }
    }
}
