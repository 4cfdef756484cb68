package io.asyncsqlite.internal.operation;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A future of a transaction or connection. A stage that is added before the future completes runs on the thread that completes it, inside of
 * the hold. A stage that is added later runs at once on the adding thread: here it runs inside of the hold, too. So it does not depend on
 * the speed of threads what a stage is inside of.
 *
 * <p>Stages of stages, and those that are handed to the default executor, are inside as well. Stages on an executor of the user's are not.
 */
abstract class HoldFuture<T extends @Nullable Object> extends CompletableFuture<T> {

    private final Executor executor;

    /** Written before the future is given to the user. */
    private @Nullable WriterHold hold;

    HoldFuture(Executor executor) {
        this.executor = executor;
    }

    final Executor executor() {
        return executor;
    }

    final @Nullable WriterHold hold() {
        return hold;
    }

    /** Has its stages run inside of a hold. Called before the user gets the future. */
    public final void inside(@Nullable WriterHold transaction) {
        hold = transaction;
    }

    /** Tells whether stages have to be added inside of the hold. One that has ended keeps no writer. */
    private @Nullable WriterHold heldNow() {
        WriterHold known = hold;
        return known != null && known.isHeld() ? known : null;
    }

    private <R> R adding(Supplier<R> stage) {
        WriterHold held = heldNow();
        return held == null ? stage.get() : WriterHold.callInside(held, stage);
    }

    @Override
    public Executor defaultExecutor() {
        WriterHold held = heldNow();
        return held == null ? executor : task -> executor.execute(() -> WriterHold.runInside(held, task));
    }

    @Override
    public CompletableFuture<T> whenComplete(BiConsumer<? super T, ? super @Nullable Throwable> action) {
        return adding(() -> super.whenComplete(action));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> handle(
            BiFunction<? super T, Throwable, ? extends U> function) {
        return adding(() -> super.handle(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenApply(Function<? super T, ? extends U> function) {
        return adding(() -> super.thenApply(function));
    }

    @Override
    public <U extends @Nullable Object> CompletableFuture<U> thenCompose(
            Function<? super T, ? extends CompletionStage<U>> function) {
        return adding(() -> super.thenCompose(function));
    }

    @Override
    public CompletableFuture<Void> thenAccept(Consumer<? super T> action) {
        return adding(() -> super.thenAccept(action));
    }

    @Override
    public CompletableFuture<Void> thenRun(Runnable action) {
        return adding(() -> super.thenRun(action));
    }

    @Override
    public CompletableFuture<T> exceptionally(Function<Throwable, ? extends T> function) {
        return adding(() -> super.exceptionally(function));
    }
}
