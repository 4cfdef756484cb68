package io.asyncsqlite.benchmarks.load;

import io.asyncsqlite.benchmarks.client.PythonClient;
import io.asyncsqlite.benchmarks.plan.Work;
import java.io.IOException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tasks of asyncio in a process of Python, each of which waits for its operation before it starts the next. */
final class PythonLoad implements Load {

    private static final long PATIENCE_SECONDS = 120;

    private final PythonClient client;
    private final Work work;
    private final int tasks;
    private final Counted counted;
    private final Thread reader = new Thread(this::readCounts, "python-load");

    /** Reader thread only. */
    private long seen;

    /**
     * Makes a load.
     *
     * @param work inserts, reads or transactions
     */
    PythonLoad(PythonClient client, Work work, int tasks, Counted counted) {
        this.client = client;
        this.work = work;
        this.tasks = tasks;
        this.counted = counted;
    }

    @Override
    public void start() throws IOException {
        client.start(work.name().toLowerCase(Locale.ROOT), tasks);
        reader.setDaemon(true);
        reader.start();
    }

    private void readCounts() {
        try {
            counted.retried(client.follow(this::count));
        } catch (Throwable e) {
            counted.failed(e);
        }
    }

    private void count(long operations) {
        counted.completed(operations - seen, work != Work.READ);
        seen = operations;
    }

    /** Returns when the last count has arrived, which comes after the last commit. */
    @Override
    public void stop() throws IOException, InterruptedException {
        counted.requireNoFailure();
        client.stop();
        reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        if (reader.isAlive()) {
            throw new IllegalStateException("Tasks still run " + PATIENCE_SECONDS + " s after the stop");
        }
        counted.requireNoFailure();
    }
}
