package io.asyncsqlite.r2dbc;

import io.asyncsqlite.Row;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import reactor.core.publisher.Operators;

/**
 * The rows of a query that has begun: its first row was asked for before there is a subscriber, so that the query sees the database of this moment, and one
 * that cannot run fails at once. All other demand is the subscriber's.
 *
 * <pre>
 * OPENING --first signal--> READY --demand--> FIRST (gives the first row) --> PASSING (hands signals through) --> DONE
 *                            \--cancel, discard--> DONE
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Until PASSING the query was asked for one row only, and its end is kept: whoever gives the first row is the only one who signals.
 *   <li>In PASSING demand goes to the query, whose signals come one at a time.
 * </ol>
 *
 * <p>Takes one subscriber, an operator of Reactor, which checks what its own subscriber asks for.
 */
final class RowStream implements Flow.Subscriber<Row>, Publisher<Row>, Subscription {

    private enum State {
        OPENING,
        READY,
        FIRST,
        PASSING,
        DONE
    }

    private final String sql;
    private final CompletableFuture<RowStream> opened = new CompletableFuture<>();

    // Written before any other signal.
    private volatile Flow.@Nullable Subscription query;

    // The subscriber, as soon as signals are handed through.
    private volatile @Nullable Subscriber<? super Row> passingTo;

    // Guarded by this.
    private State state = State.OPENING;
    private @Nullable Subscriber<? super Row> subscriber;
    private @Nullable Row first;
    private long demand;
    private boolean ended;
    private @Nullable Throwable failure;

    private RowStream(String sql) {
        this.sql = sql;
    }

    /** Runs a query up to its first row. Cancelling the future ends it. */
    @SuppressWarnings("FutureReturnValueIgnored") // The action is told of the failure.
    static CompletableFuture<RowStream> open(Flow.Publisher<Row> query, String sql) {
        RowStream rows = new RowStream(sql);
        query.subscribe(rows);
        rows.opened.whenComplete((opened, failure) -> {
            if (failure != null) {
                rows.cancel();
            }
        });
        return rows.opened;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        query = subscription;
        subscription.request(1);
    }

    @Override
    public void onNext(Row row) {
        Subscriber<? super Row> passing = passingTo;
        if (passing != null) {
            passing.onNext(row);
            return;
        }
        synchronized (this) {
            if (state == State.DONE) {
                return;
            }
            first = row;
            state = State.READY;
        }
        opened.complete(this);
    }

    @Override
    public void onError(Throwable error) {
        Throwable translated = Failures.translate(error, sql);
        end(translated);
        opened.completeExceptionally(translated);
    }

    @Override
    public void onComplete() {
        end(null);
        opened.complete(this);
    }

    private void end(@Nullable Throwable reason) {
        Subscriber<? super Row> passing;
        synchronized (this) {
            passing = passingTo;
            if (state == State.OPENING) {
                state = State.READY;
            }
            ended = true;
            failure = reason;
        }
        if (passing != null) {
            signalEnd(passing, reason);
        }
    }

    private static void signalEnd(Subscriber<? super Row> to, @Nullable Throwable reason) {
        if (reason != null) {
            to.onError(reason);
        } else {
            to.onComplete();
        }
    }

    @Override
    public void subscribe(Subscriber<? super Row> to) {
        synchronized (this) {
            subscriber = to;
        }
        to.onSubscribe(this);
        if (isEmpty()) {
            to.onComplete();
        }
    }

    private synchronized boolean isEmpty() {
        boolean empty = state == State.READY && first == null;
        if (empty) {
            state = State.DONE;
        }
        return empty;
    }

    @Override
    public void request(long n) {
        Row given = null;
        boolean passes;
        synchronized (this) {
            passes = state == State.PASSING;
            if (!passes) {
                demand = Operators.addCap(demand, n);
                if (state == State.READY && first != null) {
                    state = State.FIRST;
                    given = first;
                }
            }
        }
        if (passes) {
            Objects.requireNonNull(query).request(n);
        } else if (given != null) {
            giveFirst(given);
        }
    }

    private void giveFirst(Row given) {
        Subscriber<? super Row> to = Objects.requireNonNull(subscriber);
        to.onNext(given);
        long rest;
        boolean end;
        synchronized (this) {
            first = null;
            if (state == State.DONE) {
                return;
            }
            rest = demand == Long.MAX_VALUE ? demand : demand - 1;
            end = ended;
            state = end ? State.DONE : State.PASSING;
            passingTo = end ? null : to;
        }
        if (end) {
            signalEnd(to, failure);
        } else if (rest > 0) {
            Objects.requireNonNull(query).request(rest);
        }
    }

    @Override
    public void cancel() {
        synchronized (this) {
            state = State.DONE;
            first = null;
        }
        Flow.Subscription running = query;
        if (running != null) {
            running.cancel();
        }
    }

    /** Ends the query unless somebody reads its rows. */
    void discard() {
        boolean unread;
        synchronized (this) {
            unread = subscriber == null;
        }
        if (unread) {
            cancel();
        }
    }
}
