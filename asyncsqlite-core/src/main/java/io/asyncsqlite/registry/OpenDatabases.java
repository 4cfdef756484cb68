package io.asyncsqlite.registry;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.DatabaseThread;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.concurrent.OpenedAt;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.operation.OperationFuture;
import io.asyncsqlite.internal.operation.Scope;
import io.asyncsqlite.internal.option.Millis;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Does what {@link Places} decides: opens, initializes and closes databases, and answers callers.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Code of the user, SQLite, and completions run without the lock.
 *   <li>A lease that a caller does not take, because it has given up meanwhile, goes back at once.
 *   <li>Each opening and closing reports its end to {@link Places}, also after an {@link Error}.
 * </ol>
 */
final class OpenDatabases<K> implements Places.Work<K, AsyncSqlite> {

    private static final Log LOG = Log.of(OpenDatabases.class);

    /** Threads that open and close: SQLite waits for the disk and for locks of other processes there. */
    private static final int THREADS = 8;

    private final RegistryOptions<K> options;
    private final Timer timer;
    private final Callbacks callbacks;
    private final Callbacks blocking = new Callbacks(threads(), new ForeignCode("registry"));
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private final Object lock = new Object();

    // Guarded by lock.
    private final Places<K, AsyncSqlite> places;
    private boolean looksForIdle;

    OpenDatabases(RegistryOptions<K> options, Timer timer) {
        this.options = options;
        this.timer = timer;
        this.callbacks = new Callbacks(options.callbackExecutor(), new ForeignCode("registry"));
        this.places = new Places<>(options.maxOpen(), this);
    }

    /** Threads that end when they have had nothing to do for a while. */
    private static ThreadPoolExecutor threads() {
        ThreadPoolExecutor threads =
                new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "asyncsqlite-registry-open");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    CompletableFuture<SqliteLease> lease(K key) {
        OpenedAt takenAt = new OpenedAt("The lease");
        return new Request<SqliteLease>(held -> new Lease(held.database(), takenAt, held), SqliteLease::close)
                .start(key);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // It is the result, which the caller has already.
    <T extends @Nullable Object> CompletableFuture<T> withDatabase(
            K key, Function<? super AsyncSqlite, ? extends CompletionStage<T>> work) {
        CompletableFuture<Held> opening = new Request<Held>(held -> held, Held::run).start(key);
        OperationFuture<T> result = new OperationFuture<>(options.callbackExecutor(), null);
        result.standsFor(() -> opening.cancel(true));
        callbacks.run(() -> Scope.of(opening, held -> work.apply(held.database()), Held::giveBack, result));
        return result;
    }

    RegistryStats stats() {
        synchronized (lock) {
            return places.stats();
        }
    }

    void closeAndWait() {
        DatabaseThread.refuseToWait();
        act(Places::close);
        // Not the future of a caller, which the callback executor completes.
        ended.join();
    }

    CompletableFuture<Void> close() {
        act(Places::close);
        OperationFuture<Void> closed = new OperationFuture<>(options.callbackExecutor(), null);
        Callbacks.whenDone(ended, (done, failure) -> callbacks.run(closed::succeed));
        return closed;
    }

    /** Takes a step with the lock held, and does what it has decided without the lock. */
    private <R extends @Nullable Object> R change(Function<Places<K, AsyncSqlite>, R> step) {
        R result;
        List<Runnable> decided;
        boolean look;
        boolean end;
        synchronized (lock) {
            result = step.apply(places);
            decided = places.takeWork();
            look = places.hasIdle() && !looksForIdle;
            looksForIdle |= look;
            end = places.isEnded();
        }
        decided.forEach(Runnable::run);
        if (look) {
            timer.after(options.idleTime().toNanos(), this::closeIdle);
        }
        if (end && ended.complete(null)) {
            timer.close();
        }
        return result;
    }

    private void act(Consumer<Places<K, AsyncSqlite>> step) {
        change(places -> {
            step.accept(places);
            return true;
        });
    }

    private void closeIdle() {
        long next = change(places -> {
            long left = places.closeIdle(timer.nanos(), options.idleTime().toNanos());
            looksForIdle = left > 0;
            return left;
        });
        if (next > 0) {
            timer.after(next, this::closeIdle);
        }
    }

    @Override
    public void open(Slot<K, AsyncSqlite> slot) {
        blocking.run(() -> {
            try {
                AsyncSqlite database = AsyncSqlite.open(slot.options);
                if (change(places -> places.connected(slot, database))) {
                    callbacks.run(() -> initialize(slot, database));
                }
            } catch (Throwable e) {
                failed(slot, e);
            }
        });
    }

    private void initialize(Slot<K, AsyncSqlite> slot, AsyncSqlite database) {
        CompletionStage<Void> initialized = Callbacks.stageOf(
                opened -> options.initialization().apply(opened).thenRun(() -> {}), database);
        Callbacks.whenDone(initialized, (done, failure) -> {
            if (failure == null) {
                act(places -> places.ready(slot, timer.nanos()));
            } else {
                Throwable cause = failure.getCause();
                failed(slot, failure instanceof CompletionException && cause != null ? cause : failure);
            }
        });
    }

    private void failed(Slot<K, AsyncSqlite> slot, Throwable failure) {
        act(places -> places.failed(slot, failure));
    }

    @Override
    public void close(Slot<K, AsyncSqlite> slot, AsyncSqlite database) {
        blocking.run(() -> {
            try {
                database.close();
            } catch (Throwable e) {
                LOG.log(System.Logger.Level.WARNING, () -> "Database '" + database.name() + "' was not closed", e);
            } finally {
                act(places -> places.ended(slot));
            }
        });
    }

    private void release(Slot<K, AsyncSqlite> slot) {
        act(places -> places.release(slot, timer.nanos()));
    }

    /** A database that stays open until this has run. */
    private final class Held implements Runnable {

        private final Slot<K, AsyncSqlite> slot;
        private final AsyncSqlite database;

        Held(Slot<K, AsyncSqlite> slot, AsyncSqlite database) {
            this.slot = slot;
            this.database = database;
        }

        AsyncSqlite database() {
            return database;
        }

        @Override
        public void run() {
            release(slot);
        }

        CompletionStage<Void> giveBack() {
            release(slot);
            return CompletableFuture.completedFuture(null);
        }
    }

    /** A caller and its future. */
    private final class Request<T> implements Slot.Caller<K, AsyncSqlite> {

        private final OperationFuture<T> future = new OperationFuture<>(options.callbackExecutor(), null);
        private final Function<Held, T> wrap;
        private final Consumer<T> giveBack;
        private volatile boolean returned;

        Request(Function<Held, T> wrap, Consumer<T> giveBack) {
            this.wrap = wrap;
            this.giveBack = giveBack;
        }

        CompletableFuture<T> start(K key) {
            try {
                Slot<K, AsyncSqlite> slot = slot(key);
                future.standsFor(() -> change(places -> places.leave(slot, this)));
                if (!future.isDone()) {
                    Runnable timeUp = timer.after(options.leaseTimeout().toNanos(), () -> timeUp(slot));
                    Callbacks.whenDone(future, (lease, failure) -> timeUp.run());
                }
            } catch (Throwable e) {
                future.fail(e);
            }
            returned = true;
            return future;
        }

        private Slot<K, AsyncSqlite> slot(K key) {
            Slot<K, AsyncSqlite> slot = change(places -> places.ask(key, null, this));
            if (slot == null) {
                Slot<K, AsyncSqlite> fresh = new Slot<>(key, optionsOf(key));
                slot = change(places -> places.ask(key, fresh, this));
            }
            return Objects.requireNonNull(slot);
        }

        private SqliteOptions optionsOf(K key) {
            SqliteOptions opened = Objects.requireNonNull(options.databases().apply(key), "options of a key");
            if (opened.file() == null) {
                throw new IllegalArgumentException(
                        "The options of a key must have a file: a database in memory is gone when it is closed");
            }
            return opened;
        }

        private void timeUp(Slot<K, AsyncSqlite> slot) {
            act(places -> places.timeUp(slot, this, Millis.of(options.leaseTimeout())));
        }

        @Override
        public void granted(Slot<K, AsyncSqlite> slot, AsyncSqlite database) {
            answer(() -> {
                if (future.isDone()) {
                    release(slot);
                    return;
                }
                T lease = wrap.apply(new Held(slot, database));
                if (!future.succeed(lease)) {
                    giveBack.accept(lease);
                }
            });
        }

        @Override
        public void failed(Throwable failure) {
            answer(() -> future.fail(failure));
        }

        /** Completes the future here before a caller has it, so that no code of the caller can depend on it. */
        private void answer(Runnable completion) {
            if (returned) {
                callbacks.run(completion);
            } else {
                completion.run();
            }
        }
    }
}
