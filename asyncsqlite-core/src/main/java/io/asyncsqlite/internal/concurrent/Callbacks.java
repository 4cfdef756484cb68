package io.asyncsqlite.internal.concurrent;

import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Hands completions over to the callback executor.
 *
 * <p>Tasks wait in a queue, and the executor gets runners that empty it. A runner that finds nothing looks again for a moment before it leaves,
 * so that a task which follows soon needs no thread to be woken.
 *
 * <p>Invariants:
 * <ol>
 *   <li>A task that was handed over runs exactly once, unless the executor drops runners silently. An exception of a task does not leave it.
 *   <li>If a task waits, a runner looks, or is accepted by the executor and has not begun, or will poll before it looks or leaves. Before a runner
 *       runs a task, which may wait for another task, it sees to it that there is a further runner if tasks wait.
 *   <li>A runner that the executor refuses, or would run on a database thread, gets a thread of its own; if no thread can be started, it runs at once.
 *   <li>A runner leaves its thread to others after {@code MAX_TASKS} tasks.
 * </ol>
 */
public final class Callbacks {

    private static final String EXECUTOR = "callback executor";
    private static final int MAX_TASKS = 64;

    private final Executor executor;
    private final ForeignCode foreign;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();

    /** How many runners the executor has accepted that have not begun. */
    private final AtomicInteger accepted = new AtomicInteger();

    /** Whether a runner looks for the next task. */
    private final AtomicBoolean looks = new AtomicBoolean();

    // The runner that looks only.
    private final Looking looking = new Looking();

    public Callbacks(Executor executor, ForeignCode foreign) {
        this.executor = executor;
        this.foreign = foreign;
    }

    public Executor executor() {
        return executor;
    }

    /** Runs a task on the executor or, if that refuses, on a thread of its own: a completion is never lost. */
    public void run(Runnable task) {
        waiting.add(task);
        if (!looks.get()) {
            startRunner();
        }
    }

    private void startRunner() {
        Runner runner = new Runner();
        accepted.incrementAndGet();
        try {
            executor.execute(runner);
        } catch (Throwable e) {
            foreign.threw(EXECUTOR, e);
            runner.runOnOwnThread();
        }
    }

    private void runTasks() {
        accepted.decrementAndGet();
        for (int i = 0; i < MAX_TASKS; i++) {
            Runnable task = waiting.poll();
            if (task == null) {
                task = lookAgain();
            }
            if (task == null) {
                return;
            }
            startRunnerIfNeeded();
            foreign.run("callback", task);
        }
        startRunnerIfNeeded();
    }

    private void startRunnerIfNeeded() {
        if (!waiting.isEmpty() && accepted.get() == 0) {
            startRunner();
        }
    }

    private @Nullable Runnable lookAgain() {
        if (!looks.compareAndSet(false, true)) {
            return null;
        }
        looking.until(() -> !waiting.isEmpty() || isThreadWanted());
        // Before the last poll: who has added a task meanwhile, and saw a runner look, relies on it.
        looks.set(false);
        return waiting.poll();
    }

    /** Tells whether the thread belongs to a pool of others that has work for it. */
    private static boolean isThreadWanted() {
        return Thread.currentThread() instanceof ForkJoinWorkerThread worker
                && worker.getPool().hasQueuedSubmissions();
    }

    /** Calls a function that gives a stage. If it throws or returns null, returns a failed stage. */
    public static <A, B extends @Nullable Object> CompletionStage<B> stageOf(
            Function<? super A, ? extends CompletionStage<B>> function, A argument) {
        try {
            return Objects.requireNonNull(function.apply(argument), "the function must return a stage");
        } catch (Throwable e) {
            return CompletableFuture.failedFuture(e);
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

    /** What the executor gets. */
    private final class Runner extends AtomicBoolean implements Runnable {

        private static final long serialVersionUID = 1L;

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
                runTasks();
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
