package io.asyncsqlite.internal.concurrent;

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
 * <p>Invariants: a task that was handed over runs exactly once, unless the executor drops it silently; a task that the executor
 * refuses, or would run on a database thread, gets a thread of its own; if no thread can be started, the task runs at once; an
 * exception of a task does not leave it.
 */
public final class Callbacks {

    private static final String EXECUTOR = "callback executor";

    private final Executor executor;
    private final ForeignCode foreign;

    public Callbacks(Executor executor, ForeignCode foreign) {
        this.executor = executor;
        this.foreign = foreign;
    }

    public Executor executor() {
        return executor;
    }

    /** Runs a task on the executor or, if that refuses, on a thread of its own: a completion is never lost. */
    public void run(Runnable task) {
        Task once = new Task(task);
        try {
            executor.execute(once);
        } catch (Throwable e) {
            foreign.threw(EXECUTOR, e);
            once.runOnOwnThread();
        }
    }

    /** Runs an action with the outcome of a stage, on the thread that completes it. */
    @SuppressWarnings("FutureReturnValueIgnored") // The action gets the failure.
    public static <T extends @Nullable Object> void whenDone(
            CompletionStage<T> stage, BiConsumer<? super @Nullable T, ? super @Nullable Throwable> action) {
        stage.whenComplete(action);
    }

    /** Runs an action for each of several elements, with one hand-over. */
    public <T> void runForEach(List<T> elements, Consumer<T> action) {
        if (elements.size() == 1) {
            T only = elements.get(0);
            run(() -> action.accept(only));
        } else if (!elements.isEmpty()) {
            run(new Batch<>(List.copyOf(elements), action));
        }
    }

    /** The task that the executor gets. */
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
                // The executor runs tasks on the calling database thread, where code of the user must not run.
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
                foreign.threw(EXECUTOR, e);
                runHere();
            }
        }

        private void runHere() {
            if (compareAndSet(false, true)) {
                foreign.run("callback", work);
            }
        }
    }

    /**
     * Takes its elements in turn. The action for one element may wait for the action of another one. So a runner submits a
     * further runner before its first element: if this runner waits, the other one goes on with the next element.
     */
    private final class Batch<T> implements Runnable {

        private final List<T> elements;
        private final Consumer<T> action;
        private final AtomicInteger next = new AtomicInteger();

        Batch(List<T> elements, Consumer<T> action) {
            this.elements = elements;
            this.action = action;
        }

        @Override
        public void run() {
            int index = next.getAndIncrement();
            if (index < elements.size() - 1) {
                Callbacks.this.run(this);
            }
            while (index < elements.size()) {
                action.accept(elements.get(index));
                index = next.getAndIncrement();
            }
        }
    }
}
