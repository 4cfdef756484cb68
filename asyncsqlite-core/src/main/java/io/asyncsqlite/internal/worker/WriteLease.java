package io.asyncsqlite.internal.worker;

import io.asyncsqlite.SqliteException;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.WriterHold;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * A turn of the writer that is given to another connection. Until it is released the writer runs nothing.
 *
 * <pre> QUEUED --the writer starts it--> GRANTED --release--> RELEASED      QUEUED --waiting operation stopped--> GIVEN UP </pre>
 *
 * Invariants: a lease is either granted or given up; after the writer has granted a lease, it goes on only after the release.
 */
public final class WriteLease extends Operation<Void> {

    private final String holder;
    private final CompletableFuture<Boolean> answer = new CompletableFuture<>();
    private final CompletableFuture<Void> released = new CompletableFuture<>();

    public WriteLease(Executor executor, String holder, @Nullable WriterHold inside) {
        super(executor, SqliteListener.OperationKind.TRANSACTION, 0);
        submittedInside(inside);
        // The waiting operation has a deadline, and gives up the lease then.
        accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
        this.holder = holder;
    }

    @Override
    public boolean sharesFlush() {
        return true;
    }

    @Override
    public String sql() {
        return holder;
    }

    @Override
    public String description() {
        return holder;
    }

    @Override
    @Nullable
    public Object work(DatabaseConnection connection) {
        if (answer.complete(true)) {
            // Without a timeout: the transaction that holds the lease ends at its age limit, and must have rolled
            // back before the writer runs another operation.
            released.join();
        }
        return null;
    }

    /**
     * Waits for its turn.
     *
     * @param waiting the operation that needs it
     * @return false if that operation was stopped meanwhile
     */
    public boolean await(Operation<?> waiting) {
        Callbacks.whenDone(future(), (done, failure) -> {
            if (failure != null) {
                answer.completeExceptionally(failure);
            }
        });
        waiting.wakeBy(this::giveUp);
        if (waiting.isStopping()) {
            giveUp();
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof SqliteException failure ? failure : e;
        } finally {
            waiting.wakeBy(null);
        }
    }

    public void release() {
        released.complete(null);
    }

    /** Ends the wait, unless the turn has come. */
    public void giveUp() {
        if (answer.complete(false)) {
            future().cancel(false);
        }
    }
}
