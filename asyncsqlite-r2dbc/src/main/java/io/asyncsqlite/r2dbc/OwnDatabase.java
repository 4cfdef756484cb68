package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The share of one factory in its database. It is taken at the first request, on a new thread. */
final class OwnDatabase implements DatabaseSource {

    private final DatabaseSettings settings;

    // Guarded by this.
    private @Nullable CompletableFuture<SharedDatabase> share;
    private @Nullable CompletableFuture<Void> closed;

    OwnDatabase(DatabaseSettings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized CompletableFuture<AsyncSqlite> open() {
        if (closed != null) {
            return CompletableFuture.failedFuture(
                    Failures.factoryClosed(settings.options().name()));
        }
        if (share == null || share.isCompletedExceptionally()) {
            share = onCallbackExecutor(runOnThread("open", () -> SharedDatabase.acquire(settings)));
        }
        return share.thenApply(SharedDatabase::database);
    }

    @Override
    public synchronized @Nullable AsyncSqlite opened() {
        return share == null || !share.isDone() || share.isCompletedExceptionally()
                ? null
                : share.join().database();
    }

    @Override
    public synchronized CompletableFuture<Void> close() {
        if (closed == null) {
            CompletableFuture<SharedDatabase> taken = share;
            closed = taken == null
                    ? CompletableFuture.completedFuture(null)
                    : taken.handle((shared, failure) -> shared).thenCompose(this::release);
        }
        return closed;
    }

    private CompletableFuture<Void> release(@Nullable SharedDatabase taken) {
        return taken == null
                ? CompletableFuture.completedFuture(null)
                : runOnThread("close", () -> {
                    taken.release();
                    return null;
                });
    }

    /** Lets what waits for the opening go on where all other signals arrive. */
    @SuppressWarnings("FutureReturnValueIgnored") // The action gets the failure.
    private <T> CompletableFuture<T> onCallbackExecutor(CompletableFuture<T> opening) {
        CompletableFuture<T> delivered = new CompletableFuture<>();
        opening.whenComplete((value, failure) -> {
            Runnable delivery = () -> complete(delivered, value, failure);
            try {
                settings.options().callbackExecutor().execute(delivery);
            } catch (RuntimeException | Error refused) {
                delivery.run();
            }
        });
        return delivered;
    }

    private static <T> void complete(CompletableFuture<T> future, T value, @Nullable Throwable failure) {
        if (failure == null) {
            future.complete(value);
        } else {
            future.completeExceptionally(failure);
        }
    }

    /** Runs work on a new thread, which is not a daemon: a program that ends meanwhile waits for it. */
    private <T extends @Nullable Object> CompletableFuture<T> runOnThread(String purpose, Supplier<T> work) {
        return CompletableFuture.supplyAsync(
                work,
                task -> new Thread(
                                task,
                                "asyncsqlite-" + purpose + "-"
                                        + settings.options().name())
                        .start());
    }
}
