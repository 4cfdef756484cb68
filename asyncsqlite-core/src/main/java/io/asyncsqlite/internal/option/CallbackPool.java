package io.asyncsqlite.internal.option;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The default callback executor, one for all databases. It has a thread for each processor, at least two, and further threads as
 * long as callbacks block these.
 *
 * <p>Invariants: if the first waiting task is not taken for {@code PATIENCE_NANOS}, another thread is started for it, so that
 * callbacks that block delay others but never stop them; threads without tasks end; no timer runs while no task waits.
 */
public final class CallbackPool implements Executor {

    private static final long PATIENCE_MILLIS = 50;
    private static final long KEEP_ALIVE_MILLIS = 2_000;
    private static final int THREADS = Math.max(2, Runtime.getRuntime().availableProcessors());
    private static final CallbackPool SHARED = new CallbackPool();

    private final BlockingQueue<Runnable> waiting = new LinkedBlockingQueue<>();
    private final AtomicInteger count = new AtomicInteger();
    private final ThreadPoolExecutor threads = new ThreadPoolExecutor(
            THREADS, Integer.MAX_VALUE, KEEP_ALIVE_MILLIS, TimeUnit.MILLISECONDS, waiting, this::newThread);
    private final AtomicBoolean willLook = new AtomicBoolean();
    private final Executor later =
            CompletableFuture.delayedExecutor(PATIENCE_MILLIS, TimeUnit.MILLISECONDS, Runnable::run);

    /** The first waiting task at the last look. */
    private volatile @Nullable Runnable first;

    private CallbackPool() {
        threads.allowCoreThreadTimeOut(true);
    }

    public static CallbackPool shared() {
        return SHARED;
    }

    private Thread newThread(Runnable work) {
        Thread thread = new Thread(work, "asyncsqlite-callback-" + count.incrementAndGet());
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void execute(Runnable task) {
        threads.execute(task);
        if (!waiting.isEmpty()) {
            lookLater();
        }
    }

    /** Tells whether no task waits or runs now. */
    public boolean isIdle() {
        return waiting.isEmpty() && threads.getActiveCount() == 0;
    }

    private void lookLater() {
        if (!willLook.get() && willLook.compareAndSet(false, true)) {
            later.execute(this::look);
        }
    }

    /** Starts another thread if the first waiting task is the same as at the last look. */
    private void look() {
        willLook.set(false);
        Runnable now = waiting.peek();
        if (now == null) {
            threads.setCorePoolSize(THREADS);
        } else if (now.equals(first)) {
            threads.setCorePoolSize(threads.getCorePoolSize() + 1);
        }
        first = now;
        if (now != null) {
            lookLater();
        }
    }
}
