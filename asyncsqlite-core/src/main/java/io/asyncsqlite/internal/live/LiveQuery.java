package io.asyncsqlite.internal.live;

import io.asyncsqlite.internal.change.TablesRead;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.Rows;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A query that runs again after commits, for all subscribers of equal queries.
 *
 * <pre> IDLE --commit, new subscriber--> STALE --demand--> RUNNING --result--> IDLE or STALE      any --failure, close, no subscriber--> ENDED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>A commit to one of its tables makes it stale before the operation that committed completes. A run that is submitted after
 *       that sees the commit.
 *   <li>While it is stale and a subscriber has demand, it runs or will run. At most one run is under way.
 *   <li>Until its tables are known every commit makes it stale.
 *   <li>The first run that is submitted after a subscriber has joined is the first one that counts for it, and tells it so,
 *       also if the rows are the same as before.
 *   <li>{@link #step} runs on one thread at a time, and calls no code of users.
 * </ol>
 */
final class LiveQuery {

    /**
     * The end.
     *
     * @param failure null if the database was closed
     */
    record End(@Nullable Throwable failure) {}

    private record Outcome(
            @Nullable Result result, @Nullable Throwable failure) {}

    private final LiveQueries registry;
    private final QueryKey key;
    private final BoundStatement bound;
    private final OperationSubmitter submitter;
    private final Set<ResultSubscription<?>> subscribers = ConcurrentHashMap.newKeySet();
    private final AtomicInteger steps = new AtomicInteger();

    private volatile boolean stale;
    private volatile @Nullable Result latest;
    private volatile @Nullable End end;
    private volatile @Nullable Outcome outcome;
    private volatile @Nullable CompletableFuture<Result> reading;

    // In steps only.
    private long runs;

    LiveQuery(LiveQueries registry, QueryKey key, BoundStatement bound, OperationSubmitter submitter) {
        this.registry = registry;
        this.key = key;
        this.bound = bound;
        this.submitter = submitter;
    }

    QueryKey key() {
        return key;
    }

    @Nullable
    Result latest() {
        return latest;
    }

    @Nullable
    End end() {
        return end;
    }

    boolean isUnused() {
        return subscribers.isEmpty();
    }

    /** Adds a subscriber, whose first result is of a run that starts from now on. {@link #advance} must follow. */
    void join(ResultSubscription<?> subscriber) {
        subscribers.add(subscriber);
        // After it was added: the run that follows finds it.
        stale = true;
    }

    void left(ResultSubscription<?> subscriber) {
        if (subscribers.remove(subscriber) && isUnused()) {
            registry.endIfUnused(this);
        }
    }

    /** Notes that its result may have changed. Returns whether {@link #advance} must follow. */
    boolean becomesStale() {
        boolean was = stale;
        stale = true;
        return !was;
    }

    /** Notes that a subscriber has demand. */
    void wanted() {
        if (stale) {
            advance();
        }
    }

    /** Ends it. The registry calls this once. */
    void end(End reason) {
        end = reason;
        CompletableFuture<Result> running = reading;
        if (running != null) {
            running.cancel(false);
        }
        subscribers.forEach(ResultSubscription::schedule);
    }

    /** Does what is to be done now. Not on a database thread: it may queue a run. */
    void advance() {
        if (steps.getAndIncrement() != 0) {
            return;
        }
        int missed = steps.get();
        do {
            step();
            missed = steps.addAndGet(-missed);
        } while (missed != 0);
    }

    private void step() {
        Outcome ended = outcome;
        if (ended != null) {
            outcome = null;
            reading = null;
            take(ended);
        }
        if (end == null && reading == null && stale && subscribers.stream().anyMatch(each -> each.demand() > 0)) {
            run();
        }
    }

    private void run() {
        // Before the run has its number and is submitted: a commit or subscriber that comes later makes the query stale
        // again.
        stale = false;
        long run = ++runs;
        subscribers.forEach(each -> each.countsFrom(run));
        CompletableFuture<Result> running = submitter.submit(() -> reading(run));
        reading = running;
        Callbacks.whenDone(running, (result, failure) -> {
            outcome = new Outcome(result, failure);
            advance();
        });
        if (end != null) {
            running.cancel(false);
        }
    }

    private Operation<Result> reading(long run) {
        return new StatementOperation<Result, Result>(
                submitter.callbacks().executor(),
                bound.statement(),
                bound.values(),
                bound.bytes(),
                connection -> read(connection, run),
                result -> result) {

            @Override
            public boolean needsPlace() {
                return false;
            }
        };
    }

    private Result read(DatabaseConnection connection, long run) {
        Result before = latest;
        // First the query: its failure knows the place in the text. If the schema changes meanwhile, the query runs
        // again.
        Rows rows = connection.query(bound, Integer.MAX_VALUE);
        try {
            TablesRead known = before == null ? null : before.tables();
            return new Result(run, connection.changes().read(bound.sql(), known, key.tables()), rows);
        } catch (EngineException e) {
            throw connection.translate(e, bound.sql());
        }
    }

    private void take(Outcome ended) {
        Result result = ended.result;
        if (result == null) {
            registry.end(this, new End(ended.failure));
            return;
        }
        Result before = latest;
        if (before == null) {
            registry.dependsOn(this, result.tables().tables());
        } else if (!before.tables().tables().equals(result.tables().tables())) {
            registry.dependsOn(this, result.tables().tables());
            // A commit to a table that is new here was not noticed until now.
            stale = true;
        }
        boolean changed = before == null || !Result.same(before.rows(), result.rows());
        // Of equal rows the earlier ones are kept, which subscribers may hold.
        latest = before == null || changed ? result : new Result(result.run(), result.tables(), before.rows());
        subscribers.forEach(each -> {
            if (changed || each.awaits(result.run())) {
                each.schedule();
            }
        });
    }
}
