package io.asyncsqlite;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Hands completions over to the callback executor. */
final class Callbacks {

    private static final System.Logger LOG = System.getLogger(Callbacks.class.getName());

    private final Executor executor;
    private final Telemetry telemetry;

    Callbacks(Executor executor, Telemetry telemetry) {
        this.executor = executor;
        this.telemetry = telemetry;
    }

    Telemetry telemetry() {
        return telemetry;
    }

    Executor executor() {
        return executor;
    }

    /** Runs a task on the executor or, if that refuses, on a thread of its own: a completion is never lost. */
    void run(Runnable task) {
        try {
            executor.execute(task);
        } catch (RuntimeException | Error e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "The callback executor refused a task, which gets a thread of its own",
                    e);
            Thread thread = new Thread(task, "asyncsqlite-callback");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Runs an action with the outcome of a stage, on the thread that completes it. */
    @SuppressWarnings("FutureReturnValueIgnored") // The action is told of the failure.
    static <T extends @Nullable Object> void whenDone(
            CompletionStage<T> stage, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        stage.whenComplete(action);
    }

    /** Finishes several operations with one hand-over. */
    void runForEach(List<Operation<?>> operations, Consumer<Operation<?>> finish) {
        if (operations.size() == 1) {
            Operation<?> only = operations.get(0);
            run(() -> finish.accept(only));
        } else if (!operations.isEmpty()) {
            run(new Batch(operations.toArray(new Operation<?>[0]), finish));
        }
    }

    /**
     * Finishes operations in turn. A callback may wait for a neighbour in the same batch, so whoever starts on a batch first asks
     * for a second runner, which goes on from where the first one is held up.
     */
    private final class Batch implements Runnable {

        private final Operation<?>[] operations;
        private final Consumer<Operation<?>> finish;
        private final AtomicInteger next = new AtomicInteger();

        Batch(Operation<?>[] operations, Consumer<Operation<?>> finish) {
            this.operations = operations;
            this.finish = finish;
        }

        @Override
        public void run() {
            int index = next.getAndIncrement();
            if (index < operations.length - 1) {
                Callbacks.this.run(this);
            }
            while (index < operations.length) {
                finish.accept(operations[index]);
                index = next.getAndIncrement();
            }
        }
    }
}
