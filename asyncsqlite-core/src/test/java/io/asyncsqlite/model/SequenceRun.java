package io.asyncsqlite.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.model.Step.Cancel;
import io.asyncsqlite.model.Step.Control;
import io.asyncsqlite.model.Step.Hurried;
import io.asyncsqlite.model.Step.Own;
import io.asyncsqlite.model.Step.Read;
import io.asyncsqlite.model.Step.Write;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Runs one sequence on a database file, and keeps what it submitted. */
final class SequenceRun {

    /** A write, its future, and how a cancel met it. */
    static final class Submitted {

        enum Cancelled {
            NOT,
            /** While it waited: it never runs. */
            WAITING,
            /** At some time: only its mark tells whether it was too late. */
            ANY_TIME
        }

        final Write write;
        final CompletableFuture<?> future;
        final AtomicInteger completions = new AtomicInteger();
        /** Completes after the count. */
        final CompletableFuture<?> counted;

        Cancelled cancelled = Cancelled.NOT;
        boolean hurried;

        Submitted(Write write, CompletableFuture<?> future) {
            this.write = write;
            this.future = future;
            this.counted = future.whenComplete((result, failure) -> completions.incrementAndGet());
        }
    }

    /** A read, and how many writes it must see at least. */
    record Reading(CompletableFuture<?> rows, int acknowledged) {}

    private final SqliteOptions options;
    private final List<Submitted> writes = new ArrayList<>();
    private final List<Reading> readings = new ArrayList<>();
    private AsyncSqlite db;

    // While the writer is held: the step that releases it, and the first write that waits.
    private CountDownLatch gate;
    private int firstHeld;

    SequenceRun(Path file) {
        // An age limit and a lock that no step reaches.
        options = SqliteOptions.file(file)
                .synchronous(Synchronous.NORMAL)
                .readers(2)
                .transactionTimeout(Duration.ofMinutes(10))
                .build();
        db = AsyncSqlite.open(options);
    }

    List<Submitted> writes() {
        return writes;
    }

    List<Reading> readings() {
        return readings;
    }

    /** Runs the steps and closes the database. */
    void run(List<Step> steps) throws Exception {
        try {
            db.executeScript(Change.SCHEMA).get(20, TimeUnit.SECONDS);
            for (Step step : steps) {
                run(step);
            }
        } finally {
            release();
            db.close();
        }
    }

    private void run(Step step) throws Exception {
        if (step instanceof Own own) {
            // It takes its turn by itself, so later operations must not pass it.
            release();
            writes.add(new Submitted(own, Submission.submit(db, own, writes.size())));
            awaitEnd(writes.get(writes.size() - 1).future);
        } else if (step instanceof Write write) {
            writes.add(new Submitted(write, Submission.submit(db, write, writes.size())));
        } else if (step instanceof Hurried hurried) {
            AsyncSqlite brief = db.withTimeout(Duration.ofNanos(1_000 * hurried.micros()));
            Submitted submitted =
                    new Submitted(hurried.write(), Submission.submit(brief, hurried.write(), writes.size()));
            submitted.hurried = true;
            writes.add(submitted);
        } else if (step instanceof Read read) {
            int acknowledged = acknowledged();
            readings.add(new Reading(Readings.submit(db, read), acknowledged));
        } else if (step instanceof Cancel cancel) {
            cancel(writes.size() - 1 - cancel.back());
        } else if (step == Control.HOLD) {
            hold();
        } else if (step == Control.RELEASE) {
            release();
        } else {
            reopen();
        }
    }

    private static void awaitEnd(CompletableFuture<?> future) throws Exception {
        future.handle((result, failure) -> true).get(20, TimeUnit.SECONDS);
    }

    private int acknowledged() {
        int last = writes.size();
        while (last > 0 && !succeeded(writes.get(last - 1).future)) {
            last--;
        }
        return last;
    }

    private static boolean succeeded(CompletableFuture<?> future) {
        return future.isDone() && !future.isCompletedExceptionally();
    }

    private void cancel(int index) {
        boolean held = gate != null && index >= firstHeld;
        if (index < 0 || !(held || writes.get(index).write.marks())) {
            return;
        }
        Submitted submitted = writes.get(index);
        if (submitted.future.cancel(true) && submitted.cancelled == Submitted.Cancelled.NOT) {
            submitted.cancelled = held ? Submitted.Cancelled.WAITING : Submitted.Cancelled.ANY_TIME;
        }
    }

    private void hold() throws InterruptedException {
        if (gate == null) {
            CountDownLatch entered = new CountDownLatch(1);
            CountDownLatch open = new CountDownLatch(1);
            CompletableFuture<Boolean> unused = db.write(connection -> {
                entered.countDown();
                return open.await(60, TimeUnit.SECONDS);
            });
            assertThat(entered.await(20, TimeUnit.SECONDS)).isTrue();
            gate = open;
            firstHeld = writes.size();
        }
    }

    private void release() {
        if (gate != null) {
            gate.countDown();
            gate = null;
        }
    }

    private void reopen() throws Exception {
        release();
        db.close();
        try {
            db.execute("DELETE FROM t").get(20, TimeUnit.SECONDS);
            throw new AssertionError("A closed database took an operation");
        } catch (ExecutionException e) {
            assertThat(e.getCause()).isInstanceOf(DatabaseClosedException.class);
        }
        db = AsyncSqlite.open(options);
    }
}
