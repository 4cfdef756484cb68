package io.asyncsqlite.r2dbc;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/**
 * The order in which the operations of one connection run: that of their subscriptions and first requests.
 *
 * <p>Reads run beside reads. Writes are handed over to the core's queue one after the other, without waiting for the end of
 * earlier writes. A write waits until earlier reads have begun, and a read waits for earlier writes. Within a transaction neither
 * waits, because all go to one queue. An operation that runs alone waits for all earlier operations, and all later ones wait for
 * it.
 *
 * <pre> WAITING --its turn--> RUNNING --its future completed--> ENDED      WAITING --cancelled--> ENDED </pre>
 *
 * Invariants:
 * <ol>
 *   <li>Operations start in order, and only beside those that their kind allows.
 *   <li>No subscriber is signalled under the lock. Operations are started in a loop, so a thousand operations that fail at once
 *       do not overflow the stack.
 *   <li>A result that arrives after a cancel is undone: in its own turn, or in another turn if the cancel came while the result
 *       was delivered.
 *   <li>After {@link #close} nothing is accepted but the last operation. So a statement that was subscribed to in a transaction,
 *       and is asked for only after the close has rolled it back, does not run outside of it.
 * </ol>
 */
final class Turns {

    private final BooleanSupplier oneQueue;
    private final AtomicInteger changes = new AtomicInteger();

    // Guarded by this.
    private final Deque<Turn<?>> waiting = new ArrayDeque<>();
    private final Map<TurnKind, Integer> running = new EnumMap<>(TurnKind.class);
    private boolean closed;

    /**
     * Makes an order.
     *
     * @param oneQueue whether reads are handed over to the same queue as writes, asked when one has its turn
     */
    Turns(BooleanSupplier oneQueue) {
        this.oneQueue = oneQueue;
    }

    /**
     * Runs an operation in its turn, after the first request. Cancelling takes it out of the order, or cancels its future. It fails
     * if the order is closed when it is requested.
     */
    <T extends @Nullable Object> Mono<T> take(TurnKind kind, DriverOperation<T> operation) {
        return take(kind, operation, false);
    }

    /** Runs the last operation, after all that were accepted before the close. */
    <T extends @Nullable Object> Mono<T> takeLast(DriverOperation<T> operation) {
        return take(TurnKind.EXCLUSIVE, operation, true);
    }

    private <T extends @Nullable Object> Mono<T> take(TurnKind kind, DriverOperation<T> operation, boolean last) {
        return Mono.create(sink -> {
            Turn<T> turn = new Turn<>(kind, operation, sink, last);
            sink.onCancel(turn::cancel);
            sink.onRequest(n -> turn.asked());
        });
    }

    /** Tells whether an operation that runs alone runs or waits. */
    synchronized boolean expectsExclusive() {
        return runs(TurnKind.EXCLUSIVE) || waiting.stream().anyMatch(turn -> turn.kind == TurnKind.EXCLUSIVE);
    }

    /** Accepts no operation any more but the last. Returns whether nothing runs or waits. */
    synchronized boolean close() {
        closed = true;
        return waiting.isEmpty() && mayRun(TurnKind.EXCLUSIVE);
    }

    /** Returns whether the operation was accepted. */
    private boolean add(Turn<?> turn) {
        synchronized (this) {
            if (closed && !turn.last) {
                return false;
            }
            waiting.add(turn);
        }
        startAll();
        return true;
    }

    private void startAll() {
        if (changes.getAndIncrement() != 0) {
            return;
        }
        int missed = changes.get();
        do {
            Turn<?> next;
            while ((next = takeNext()) != null) {
                next.start();
            }
            missed = changes.addAndGet(-missed);
        } while (missed != 0);
    }

    private synchronized @Nullable Turn<?> takeNext() {
        Turn<?> first = waiting.peek();
        if (first == null || !mayRun(first.kind)) {
            return null;
        }
        running.merge(first.kind, 1, Integer::sum);
        return waiting.remove();
    }

    private boolean mayRun(TurnKind kind) {
        return switch (kind) {
            case READ -> !runs(TurnKind.EXCLUSIVE) && (!runs(TurnKind.WRITE) || oneQueue.getAsBoolean());
            case WRITE -> !runs(TurnKind.EXCLUSIVE) && !runs(TurnKind.READ);
            case EXCLUSIVE -> !runs(TurnKind.EXCLUSIVE) && !runs(TurnKind.READ) && !runs(TurnKind.WRITE);
        };
    }

    private boolean runs(TurnKind kind) {
        return running.getOrDefault(kind, 0) > 0;
    }

    private void ended(Turn<?> turn) {
        synchronized (this) {
            running.merge(turn.kind, -1, Integer::sum);
        }
        startAll();
    }

    private final class Turn<T extends @Nullable Object> {

        private final TurnKind kind;
        private final DriverOperation<T> operation;
        private final MonoSink<T> sink;
        private final boolean last;
        private final AtomicBoolean asked = new AtomicBoolean();

        // Guarded by this.
        private @Nullable CompletableFuture<T> future;
        private boolean cancelled;
        private boolean given;

        Turn(TurnKind kind, DriverOperation<T> operation, MonoSink<T> sink, boolean last) {
            this.kind = kind;
            this.operation = operation;
            this.sink = sink;
            this.last = last;
        }

        /** Called for every request. */
        void asked() {
            if (asked.compareAndSet(false, true) && !add(this)) {
                sink.error(Failures.connectionClosed());
            }
        }

        @SuppressWarnings("FutureReturnValueIgnored") // The action gets the failure.
        void start() {
            CompletableFuture<T> started = begin();
            if (started == null) {
                ended(this);
            } else {
                started.whenComplete(this::end);
            }
        }

        /** Starts the operation. Returns null if it was cancelled. */
        private synchronized @Nullable CompletableFuture<T> begin() {
            if (cancelled) {
                return null;
            }
            try {
                future = operation.start();
            } catch (RuntimeException e) {
                future = CompletableFuture.failedFuture(e);
            }
            return future;
        }

        @SuppressWarnings("NullAway") // The value is null only where T is nullable, or with a failure.
        private void end(@Nullable T value, @Nullable Throwable failure) {
            operation.ended(value, failure);
            boolean wanted = give();
            if (!wanted && failure == null) {
                operation.undo(value);
            }
            ended(this);
            if (wanted && failure != null) {
                sink.error(Failures.translate(failure, operation.sql()));
            } else if (wanted) {
                sink.success(value);
            }
        }

        /** Returns whether the subscriber gets the result. From then on a cancel stops nothing. */
        private synchronized boolean give() {
            given = !cancelled;
            return given;
        }

        void cancel() {
            CompletableFuture<T> started;
            boolean late;
            synchronized (this) {
                cancelled = true;
                started = future;
                late = given;
            }
            if (started == null) {
                forget();
            } else if (late) {
                undoInItsTurn(started);
            } else {
                operation.stop(started);
            }
        }

        /** Undoes a result whose delivery was cancelled. Other operations may have their turn by now. */
        private void undoInItsTurn(CompletableFuture<T> ended) {
            take(TurnKind.EXCLUSIVE, () -> ended.thenAccept(operation::undo)).subscribe(done -> {}, failure -> {});
        }

        /** Removes a cancelled operation, so that operations behind it can run. */
        private void forget() {
            synchronized (Turns.this) {
                waiting.remove(this);
            }
            startAll();
        }
    }
}
