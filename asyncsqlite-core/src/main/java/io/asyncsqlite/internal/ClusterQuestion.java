package io.asyncsqlite.internal;

import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.ClusterEngine;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.OperationFuture;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * Asks a cluster which servers it has, on a thread of its own and beside the connections of the database.
 *
 * <p>Invariant: one thread asks at a time, and calls that come meanwhile get the same answer. So a cluster that does not answer holds one thread, however
 * often it is asked for its health.
 */
final class ClusterQuestion {

    private final ClusterEngine engine;
    private final String database;
    private final Callbacks callbacks;
    private final ThreadStarter starter;

    // Guarded by this.
    private final List<OperationFuture<List<ClusterNode>>> waiting = new ArrayList<>();
    private boolean asking;

    ClusterQuestion(ClusterEngine engine, String database, Callbacks callbacks, ThreadStarter starter) {
        this.engine = engine;
        this.database = database;
        this.callbacks = callbacks;
        this.starter = starter;
    }

    CompletableFuture<List<ClusterNode>> nodes() {
        OperationFuture<List<ClusterNode>> nodes = new OperationFuture<>(callbacks.executor(), null);
        if (isFirst(nodes)) {
            start();
        }
        return nodes;
    }

    private synchronized boolean isFirst(OperationFuture<List<ClusterNode>> future) {
        // Callers that have given up would gather while no answer comes.
        waiting.removeIf(CompletableFuture::isDone);
        waiting.add(future);
        boolean first = !asking;
        asking = true;
        return first;
    }

    private void start() {
        try {
            starter.start(new DatabaseThread("cluster-" + database, this::ask));
        } catch (Throwable e) {
            fail(new DatabaseOpenException(
                    "No thread could be started to ask the cluster of database '" + database + "'",
                    Reason.NO_THREAD,
                    e));
        }
    }

    private void ask() {
        try {
            List<ClusterNode> nodes = engine.nodes();
            answer(future -> future.succeed(nodes));
        } catch (EngineException e) {
            fail(Failures.noLeader(database, e));
        } catch (Throwable e) {
            fail(e);
        }
    }

    private void fail(Throwable failure) {
        answer(future -> future.fail(failure));
    }

    private void answer(Consumer<OperationFuture<List<ClusterNode>>> answer) {
        takeAll().forEach(future -> callbacks.run(() -> answer.accept(future)));
    }

    private synchronized List<OperationFuture<List<ClusterNode>>> takeAll() {
        List<OperationFuture<List<ClusterNode>>> all = List.copyOf(waiting);
        waiting.clear();
        asking = false;
        return all;
    }
}
