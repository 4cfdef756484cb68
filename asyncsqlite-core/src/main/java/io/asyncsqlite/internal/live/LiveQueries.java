package io.asyncsqlite.internal.live;

import io.asyncsqlite.Changes;
import io.asyncsqlite.internal.change.ChangeSet;
import io.asyncsqlite.internal.change.CommitWatch;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.query.OperationSubmitter;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.sql.Words;
import io.asyncsqlite.internal.statement.BoundStatement;
import io.asyncsqlite.internal.statement.RowConversion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Flow;
import java.util.function.Supplier;

/**
 * The live queries of one database, by the tables on which they depend. Any thread.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Commits are reported from before the first run of a query, or the subscription to commits, until the last subscriber has left.
 *   <li>A commit costs the writer a look at each table that it has changed, and a task for the queries that depend on these.
 *   <li>No code of users runs under the lock.
 * </ol>
 */
public final class LiveQueries {

    private final CommitWatch watch;
    private final Services services;
    private final OtherProcesses otherProcesses;

    // Changed under the lock of this, read by writers without it.
    private final Map<QueryKey, LiveQuery> queries = new ConcurrentHashMap<>();
    private final Map<String, Set<LiveQuery>> byTable = new ConcurrentHashMap<>();

    /** Those whose tables are not known yet. */
    private final Set<LiveQuery> dependOnAny = ConcurrentHashMap.newKeySet();

    private final Set<CommitSubscription> subscribers = ConcurrentHashMap.newKeySet();

    private volatile boolean closed;

    public LiveQueries(CommitWatch watch, Services services) {
        this.watch = watch;
        this.services = services;
        this.otherProcesses = new OtherProcesses(services, () -> committed(ChangeSet.ofAnyTable()));
    }

    private Callbacks callbacks() {
        return services.completions().callbacks();
    }

    /** Publishes the commits. */
    public Flow.Publisher<Changes> changes() {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            CommitSubscription subscription =
                    new CommitSubscription(callbacks(), services.completions().held(), subscriber, this::leave);
            join(subscription);
            if (closed) {
                subscription.fail(Failures.databaseClosed(services.options().name()));
            }
            try {
                subscription.start();
            } catch (Throwable e) {
                leave(subscription);
                throw e;
            }
        };
    }

    /**
     * Publishes the results of a query.
     *
     * @param submitter runs the query
     * @param bound returns the query, or throws if it was refused
     * @param tables the tables that the user has named, or none
     */
    public <T> Flow.Publisher<List<T>> results(
            OperationSubmitter submitter,
            Supplier<BoundStatement> bound,
            RowConversion<T> conversion,
            Set<String> tables) {
        return subscriber -> {
            Objects.requireNonNull(subscriber, "subscriber");
            new ResultSubscription<>(
                            callbacks(),
                            subscriber,
                            conversion,
                            joining -> join(joining, submitter, checked(bound.get()), tables))
                    .start();
        };
    }

    private static BoundStatement checked(BoundStatement bound) {
        if (bound.statement().kind() != StatementKind.READ
                || Words.first(bound.sql()).equals("EXPLAIN")) {
            throw Failures.invalidStatement("Only a SELECT or VALUES can be observed", bound.sql(), null);
        }
        return bound;
    }

    private LiveQuery join(
            ResultSubscription<?> subscription,
            OperationSubmitter submitter,
            BoundStatement bound,
            Set<String> tables) {
        LiveQuery query = add(subscription, submitter, bound, QueryKey.of(bound, tables));
        callbacks().run(query::advance);
        return query;
    }

    private synchronized LiveQuery add(
            ResultSubscription<?> subscription, OperationSubmitter submitter, BoundStatement bound, QueryKey key) {
        LiveQuery query = queries.get(key);
        if (query == null) {
            query = new LiveQuery(this, key, bound, submitter);
            queries.put(key, query);
            dependOnAny.add(query);
            watchIfNeeded();
        }
        query.join(subscription);
        return query;
    }

    /** Notes the tables on which a query depends from now on. */
    synchronized void dependsOn(LiveQuery query, Set<String> tables) {
        if (queries.get(query.key()) != query) {
            return;
        }
        tables.forEach(table -> byTable.computeIfAbsent(table, name -> ConcurrentHashMap.newKeySet())
                .add(query));
        removeFromTables(query, tables);
        dependOnAny.remove(query);
    }

    private void removeFromTables(LiveQuery query, Set<String> except) {
        byTable.forEach((table, dependent) -> {
            if (!except.contains(table)) {
                dependent.remove(query);
            }
        });
        byTable.values().removeIf(Set::isEmpty);
    }

    void endIfUnused(LiveQuery query) {
        if (remove(query, true)) {
            query.end(new LiveQuery.End(null));
        }
    }

    /** Ends a query, and its subscribers. */
    void end(LiveQuery query, LiveQuery.End reason) {
        if (remove(query, false)) {
            query.end(reason);
        }
    }

    private synchronized boolean remove(LiveQuery query, boolean ifUnused) {
        if ((ifUnused && !query.isUnused()) || !queries.remove(query.key(), query)) {
            return false;
        }
        dependOnAny.remove(query);
        removeFromTables(query, Set.of());
        watchIfNeeded();
        return true;
    }

    private synchronized void join(CommitSubscription subscription) {
        subscribers.add(subscription);
        watchIfNeeded();
    }

    private synchronized void leave(CommitSubscription subscription) {
        if (subscribers.remove(subscription)) {
            watchIfNeeded();
        }
    }

    private void watchIfNeeded() {
        boolean watched = !queries.isEmpty() || !subscribers.isEmpty();
        watch.tell(watched ? this::committed : null);
        otherProcesses.watch(watched);
    }

    /** Ends all subscribers, because the database closes. */
    public void close() {
        closed = true;
        List.copyOf(queries.values()).forEach(query -> end(query, new LiveQuery.End(null)));
        subscribers.forEach(CommitSubscription::end);
    }

    private void committed(ChangeSet changes) {
        List<LiveQuery> stale = new ArrayList<>();
        if (changes.anyTable()) {
            queries.values().forEach(query -> addIfStale(query, stale));
        } else {
            dependOnAny.forEach(query -> addIfStale(query, stale));
            changes.tables()
                    .forEach(table -> byTable.getOrDefault(table, Set.of()).forEach(query -> addIfStale(query, stale)));
        }
        if (!stale.isEmpty()) {
            callbacks().run(() -> stale.forEach(LiveQuery::advance));
        }
        subscribers.forEach(subscriber -> subscriber.committed(changes));
    }

    private static void addIfStale(LiveQuery query, List<LiveQuery> stale) {
        if (query.becomesStale()) {
            stale.add(query);
        }
    }
}
