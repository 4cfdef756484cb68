package io.asyncsqlite;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands completions over to the callback executor.
 *
 * <p>Invariants: a task that was handed over runs exactly once, whatever the executor does but dropping it silently: what it refuses, or would
 * run on a database thread, gets a thread of its own, and runs at once where no thread can be had. What a task throws ends with the task.
 */
final class Callbacks {

    private static final String EXECUTOR = "callback executor";

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
        Task once = new Task(task);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            telemetry.foreign().threw(EXECUTOR, e);
            once.runOnOwnThread();
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

    /** What the executor gets. */
    private final class Task extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1L;

        @SuppressWarnings("serial") // Serializable only because its base class is.
        private final Runnable work;

        Task(Runnable work) {
            this.work = work;
        }

        @Override
        public void run() {
            if (DatabaseThread.isCurrent()) {
                // The executor runs tasks on the calling thread, where code of the user must not run.
                runOnOwnThread();
            } else {
                runHere();
            }
        }

        void runOnOwnThread() {
            try {
                Thread thread = new Thread(this::runHere, "asyncsqlite-callback");
                thread.setDaemon(true);
                thread.start();
            } catch (Throwable e) {
                telemetry.foreign().threw(EXECUTOR, e);
                runHere();
            }
        }

        private void runHere() {
            if (compareAndSet(false, true)) {
                telemetry.foreign().run("callback", work);
            }
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
