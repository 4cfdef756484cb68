package io.asyncsqlite.internal.operation;

import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteListener.Checkpoint;
import io.asyncsqlite.SqliteListener.Commit;
import io.asyncsqlite.SqliteListener.FinishedOperation;
import io.asyncsqlite.SqliteListener.Flush;
import io.asyncsqlite.SqliteListener.Result;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.concurrent.ThreadStarter;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.LogFlush;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Calls listeners and completes the futures of operations, on the callback executor.
 *
 * <p>Invariant: no method throws, and each operation that is handed in completes, also if listeners throw, the executor refuses
 * tasks or memory is short. So no error after a COMMIT changes the outcome of its operations.
 */
public final class Completions {

    private static final String LISTENER = "listener";

    private final Callbacks callbacks;
    private final Telemetry telemetry;
    private final ForeignCode foreign;
    private final List<SqliteListener> listeners;
    private final String database;
    private final SlowOperations slowOperations;
    private final StatementLogger statements;
    private final Undelivered undelivered;
    private final HeldAnswers held;

    public Completions(
            Callbacks callbacks, Telemetry telemetry, SqliteOptions options, LogFlush log, ThreadStarter starter) {
        this.callbacks = callbacks;
        this.telemetry = telemetry;
        this.foreign = telemetry.foreign();
        this.listeners = new CopyOnWriteArrayList<>(options.listeners());
        this.database = options.name();
        this.statements = new StatementLogger(database, options.logStatements());
        this.slowOperations = new SlowOperations(options, telemetry.counters());
        this.undelivered = new Undelivered(options.queueBytes());
        this.held = new HeldAnswers(log, database, options.readsWaitForFlush(), starter, this::handOver, this::flushed);
    }

    public Callbacks callbacks() {
        return callbacks;
    }

    public void add(SqliteListener listener) {
        listeners.add(listener);
    }

    public void remove(SqliteListener listener) {
        listeners.remove(listener);
    }

    public Telemetry telemetry() {
        return telemetry;
    }

    public Counters counters() {
        return telemetry.counters();
    }

    public Undelivered undelivered() {
        return undelivered;
    }

    /** Returns the answers that wait for the disk. */
    public HeldAnswers held() {
        return held;
    }

    /** Fails operations that were taken out of a queue and will not run. */
    public void failAll(List<Operation<?>> taken, Throwable reason) {
        long now = System.nanoTime();
        List<Operation<?>> failed =
                taken.stream().filter(operation -> operation.start(now)).toList();
        failed.forEach(operation -> operation.failBecause(database, reason));
        deliverAll(failed);
    }

    /**
     * Ends and completes an operation that waits, if its time is over. Returns whether this call did so.
     *
     * @param obstacle says for the message what kept the operation waiting
     */
    public boolean expire(Operation<?> operation, long now, Supplier<String> obstacle) {
        boolean expired = operation.expire(now);
        if (expired) {
            fail(operation, timeout(operation, obstacle));
        }
        return expired;
    }

    /** An operation that has expired completes also if its message cannot be made. */
    private Throwable timeout(Operation<?> operation, Supplier<String> obstacle) {
        try {
            return counters().isLeaderless()
                    ? operation.leaderless(database)
                    : operation.expired(database, obstacle.get());
        } catch (Throwable e) {
            return e;
        }
    }

    /** Fails and completes an operation that the calling thread owns. */
    void fail(Operation<?> operation, Throwable reason) {
        operation.fail(reason);
        deliverAll(List.of(operation));
    }

    /** Completes an operation that ran inside of a transaction, which has its turn to write and counts only if it commits. */
    public void completeInside(Operation<?> operation) {
        deliverAll(List.of(operation));
    }

    public void complete(Operation<?> operation) {
        completeAll(List.of(operation));
    }

    /**
     * Reports a COMMIT to the listeners.
     *
     * @param nanos how long it took, 0 if there was none
     * @param operations how many operations shared it, 0 for one that shares no COMMIT
     */
    public void committed(long nanos, int operations) {
        if (nanos != 0 && !listeners.isEmpty()) {
            foreign.run(LISTENER, () -> {
                Commit commit = new Commit(database, operations, Duration.ofNanos(nanos));
                callbacks.run(() -> tell(listener -> listener.committed(commit)));
            });
        }
    }

    private void flushed(int commits, long nanos) {
        if (!listeners.isEmpty()) {
            foreign.run(LISTENER, () -> {
                Flush flush = new Flush(database, commits, Duration.ofNanos(nanos));
                callbacks.run(() -> tell(listener -> listener.flushed(flush)));
            });
        }
    }

    /** Reports to the listeners that a number of frames were copied from the write-ahead log into the file. */
    public void checkpointed(long frames, long nanos) {
        if (!listeners.isEmpty()) {
            foreign.run(LISTENER, () -> {
                Checkpoint checkpoint = new Checkpoint(database, frames, Duration.ofNanos(nanos));
                callbacks.run(() -> tell(listener -> listener.checkpointed(checkpoint)));
            });
        }
    }

    /** Completes operations that ran, once the commits that they may have seen are on the disk. */
    public void completeAll(List<Operation<?>> operations) {
        if (!operations.isEmpty()) {
            addUndelivered(operations);
            if (!hold(operations)) {
                handOver(operations);
            }
        }
    }

    /** Completes operations that rest on no commit. */
    private void deliverAll(List<Operation<?>> operations) {
        addUndelivered(operations);
        handOver(operations);
    }

    private boolean hold(List<Operation<?>> operations) {
        try {
            return held.hold(operations);
        } catch (Throwable e) {
            // There was no memory to hold them.
            foreign.threw("hand-over", e);
            held.flush();
            held.failIfLost(operations);
            return false;
        }
    }

    private void addUndelivered(List<Operation<?>> operations) {
        // Added at once: the callback executor removes at the same time. A loop without an iterator allocates nothing:
        // without memory it could fail, and the operations would never be handed over.
        long bytes = 0;
        for (int i = 0; i < operations.size(); i++) {
            bytes += operations.get(i).undeliveredBytes();
        }
        undelivered.add(bytes);
    }

    private void handOver(List<Operation<?>> operations) {
        try {
            tellAndDeliver(operations);
        } catch (Throwable e) {
            // There was no memory for the hand-over. Completing allocates nothing, and has no effect on completed
            // operations.
            foreign.threw("hand-over", e);
            operations.forEach(this::deliver);
        }
    }

    private void deliver(Operation<?> operation) {
        leaves(operation);
        operation.complete();
    }

    private void leaves(Operation<?> operation) {
        undelivered.remove(operation.undeliveredBytes());
        if (operation.failure() instanceof OutcomeUnknownException) {
            counters().unknownOutcome();
        }
    }

    private void tellAndDeliver(List<Operation<?>> operations) {
        long now = System.nanoTime();
        // Operations that share a COMMIT are not slow: a slow one runs alone.
        if (operations.size() == 1) {
            slowOperations.look(operations.get(0), now);
            if (handOverToWaiter(operations.get(0))) {
                return;
            }
        }
        if (isUnobserved()) {
            callbacks.runForEach(operations, this::deliver);
        } else {
            callbacks.runForEach(operations, operation -> tellAndDeliver(operation, now));
        }
    }

    /** Wakes the caller directly if one alone is answered: to wake many would cost the writer more than it gains. */
    private boolean handOverToWaiter(Operation<?> operation) {
        boolean handedOver = isUnobserved() && operation.handOver();
        if (handedOver) {
            leaves(operation);
        }
        return handedOver;
    }

    /** Tells whether single operations are neither reported to a listener nor logged. */
    private boolean isUnobserved() {
        return listeners.isEmpty() && !statements.isOn();
    }

    private void tellAndDeliver(Operation<?> operation, long now) {
        foreign.run(LISTENER, () -> statements.log(operation, now));
        foreign.run(LISTENER, () -> {
            FinishedOperation finished = finished(operation, now);
            tell(listener -> listener.operationFinished(finished));
        });
        deliver(operation);
    }

    private FinishedOperation finished(Operation<?> operation, long now) {
        return new FinishedOperation(
                database,
                operation.kind(),
                operation.sql(),
                Duration.ofNanos(operation.startedNanos() - operation.acceptedNanos()),
                Duration.ofNanos(now - operation.startedNanos()),
                result(operation));
    }

    private static Result result(Operation<?> operation) {
        Throwable failure = operation.failure();
        if (failure == null) {
            return Result.SUCCESS;
        }
        if (operation.isCancelled()) {
            return Result.CANCELLED;
        }
        return failure instanceof OperationTimeoutException ? Result.TIMEOUT : Result.ERROR;
    }

    private void tell(Consumer<SqliteListener> event) {
        for (SqliteListener listener : listeners) {
            foreign.run(LISTENER, () -> event.accept(listener));
        }
    }
}
