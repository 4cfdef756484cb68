package io.asyncsqlite.benchmarks;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Inserts submitted by one thread, with a constant number in flight. The pipeline is filled before an iteration and emptied after
 * it, so that JMH times one completion for each submission. With one insert in flight the submitter waits for it.
 */
@SuppressWarnings("NullAway.Init")
public abstract class PipelinedInserts extends InsertState {

    /** How many inserts are in flight. */
    @Param({"1", "64", "1024"})
    public int inFlight;

    private final Semaphore places = new Semaphore(0);
    private volatile @Nullable Throwable failure;
    private int submitted;

    /** Inserts a row; completes when it is committed. */
    abstract CompletableFuture<?> insert(int k, String body);

    /** Inserts a row and waits until it is committed, in the shortest way. */
    abstract void insertAndWait(int k, String body) throws InterruptedException, ExecutionException;

    /** Fills the pipeline. */
    @Setup(Level.Iteration)
    public void fill() {
        if (inFlight > 1) {
            for (int i = 0; i < inFlight; i++) {
                submit();
            }
        }
    }

    /** Empties the pipeline. */
    @TearDown(Level.Iteration)
    public void drain() throws InterruptedException {
        if (inFlight > 1) {
            places.acquire(inFlight);
            requireNoFailure();
        }
    }

    final void next() throws InterruptedException, ExecutionException {
        if (inFlight == 1) {
            int k = submitted++;
            insertAndWait(k, body(k));
            acknowledge(1);
        } else {
            places.acquire();
            requireNoFailure();
            submit();
        }
    }

    // The callback takes note of a failure.
    @SuppressWarnings("FutureReturnValueIgnored")
    private void submit() {
        int k = submitted++;
        insert(k, body(k)).whenComplete(this::completed);
    }

    private void completed(@Nullable Object result, @Nullable Throwable e) {
        if (e == null) {
            acknowledge(1);
        } else {
            failure = e;
        }
        places.release();
    }

    private void requireNoFailure() {
        Throwable e = failure;
        if (e != null) {
            throw new IllegalStateException("An insert failed", e);
        }
    }
}
