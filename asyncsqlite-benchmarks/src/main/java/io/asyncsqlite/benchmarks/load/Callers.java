package io.asyncsqlite.benchmarks.load;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Session;
import io.asyncsqlite.benchmarks.plan.Work;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Threads, each of which waits for its operation before it starts the next.
 *
 * <p>They are not threads of JMH, which adds up their rates: a thread that starves until shortly before the end of an iteration,
 * and then gets its turn, would count with its last rate for the whole iteration.
 */
final class Callers implements Load {

    private static final long PATIENCE_SECONDS = 120;

    private final Client client;
    private final Operations operations;
    private final ExecutorService threads;
    private final int callers;
    private final Counted counted;
    private final List<Session> sessions = new ArrayList<>();
    private final @Nullable Ticker ticker;
    private volatile boolean running = true;

    private Callers(
            Client client, Work work, ExecutorService threads, int callers, Counted counted, @Nullable Ticker ticker) {
        this.client = client;
        this.operations = new Operations(client, work);
        this.threads = threads;
        this.callers = callers;
        this.counted = counted;
        this.ticker = ticker;
    }

    static Callers platformThreads(Client client, Work work, int callers, Counted counted) {
        return new Callers(client, work, Executors.newCachedThreadPool(), callers, counted, null);
    }

    /** Uses threads of JDK 21 and later. One more measures how late it wakes. */
    static Callers virtualThreads(Client client, Work work, int callers, Counted counted) {
        return new Callers(client, work, virtualThreads(), callers, counted, new Ticker(counted));
    }

    private static ExecutorService virtualThreads() {
        try {
            return (ExecutorService) MethodHandles.publicLookup()
                    .findStatic(
                            Executors.class,
                            "newVirtualThreadPerTaskExecutor",
                            MethodType.methodType(ExecutorService.class))
                    .invoke();
        } catch (Throwable e) {
            throw new IllegalStateException("This JVM has no virtual threads", e);
        }
    }

    @Override
    public void start() throws Exception {
        for (int i = 0; i < callers; i++) {
            sessions.add(client.session());
        }
        for (int i = 0; i < callers; i++) {
            int first = i;
            threads.execute(() -> callWhileRunning(sessions.get(first), first));
        }
        if (ticker != null) {
            ticker.start(threads);
        }
    }

    private void callWhileRunning(Session session, int first) {
        int step = Operations.step(callers);
        try {
            for (int number = first; running && !counted.hasFailed(); number += step) {
                operations.run(session, number);
                counted.completed(operations.writes(number));
            }
        } catch (Throwable e) {
            counted.failed(e);
        }
    }

    @Override
    public void stop() throws Exception {
        running = false;
        if (ticker != null) {
            ticker.stop();
        }
        threads.shutdown();
        if (!threads.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("Callers still wait after " + PATIENCE_SECONDS + " s");
        }
        for (Session session : sessions) {
            counted.retried(session.retries());
            session.close();
        }
        counted.requireNoFailure();
    }
}
