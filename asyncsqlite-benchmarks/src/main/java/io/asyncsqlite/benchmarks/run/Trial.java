package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Item;
import io.asyncsqlite.benchmarks.client.Tables;
import io.asyncsqlite.benchmarks.load.Counted;
import io.asyncsqlite.benchmarks.load.Load;
import io.asyncsqlite.benchmarks.load.Operations;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Latency;
import io.asyncsqlite.benchmarks.plan.Score;
import io.asyncsqlite.benchmarks.plan.Shape;
import io.asyncsqlite.benchmarks.plan.Work;
import java.nio.file.Path;
import java.util.List;

/**
 * One measurement of one contender, on a fresh file. The contender's own connection is asked whether it is as durable as it must be,
 * and at the end the file is asked whether it holds what was acknowledged.
 */
final class Trial {

    private static final int FIRST_ROWS = 1_000;
    private static final int INSERTS_OF_A_BURST = 1_000;

    private final Contender contender;
    private final Work work;
    private final int rows;
    private final Path directory;
    private final Clock clock;

    /**
     * Makes a trial.
     *
     * @param rows how many items a scan reads or a batch inserts
     * @param directory where the database is made; it must be on a disk
     */
    Trial(Contender contender, Work work, int rows, Path directory, Clock clock) {
        this.contender = contender;
        this.work = work;
        this.rows = rows;
        this.directory = directory;
        this.clock = clock;
    }

    Score run() throws Exception {
        return switch (work) {
            case NOTHING, INSERT, INSERT_10_KB, INSERT_100_KB, READ, MIXED, TRANSACTION -> runLoad();
            case OPEN -> runOn(0, this::runOpening);
            case START ->
                runOn(1, file -> ColdStart.run(contender, file.path())).withoutBytes();
            case IDLE -> runIdle();
            case SCAN -> runScans(rows, Client::scan);
            case STREAM -> runScans(rows, Client::stream);
            case FIRST_ROWS -> runScans(1, client -> client.firstRows(FIRST_ROWS));
            case BATCH, BATCH_TO_THE_ANSWER -> runBatches();
            case IMPORT, IMPORT_TO_THE_ANSWER -> new ImportTrial(contender, work, rows, directory).run(clock);
            case BACKUP, BACKUP_WRITES -> new BackupTrial(contender, work, rows, directory).run(clock);
        };
    }

    private Score runLoad() throws Exception {
        TrialFile file = create(work == Work.READ || work == Work.MIXED ? Operations.ITEMS : 0);
        Counted counted = new Counted();
        Score score;
        Latency latency;
        try (Client client = open(file, Operations.ITEMS)) {
            Load load = Load.of(contender.shape(), client, work, counted);
            load.start();
            score = measure(counted);
            latency = counted.latency();
            load.stop();
        }
        requireAcknowledged(file, counted.writes());
        file.delete();
        Score whole = score.with(counted.retries(), latency);
        return contender.shape().kind() == Shape.Kind.TASKS ? whole.withoutBytes() : whole;
    }

    private Score measure(Counted counted) throws Exception {
        Stopwatch stopwatch = new Stopwatch(clock);
        boolean rateIsGiven = contender.shape().kind() == Shape.Kind.ARRIVALS;
        if (rateIsGiven) {
            stopwatch.warmUpWholly();
        } else {
            stopwatch.warmUp(counted::operationsUnlessFailed);
        }
        // Forgets the times of the warm-up.
        counted.latency();
        return rateIsGiven
                ? stopwatch.measureLong(counted::operationsUnlessFailed)
                : stopwatch.measure(counted::operationsUnlessFailed);
    }

    private void requireAcknowledged(TrialFile file, long acknowledged) throws Exception {
        if (contender.client() == Clients.H2) {
            return;
        }
        long found = file.count("t");
        long moved = work == Work.TRANSACTION ? Tables.ask(file.path(), "SELECT sum(balance) FROM account") : found;
        if (found != acknowledged || moved != acknowledged) {
            throw new IllegalStateException(acknowledged + " operations were acknowledged; the file has " + found
                    + " rows and " + moved + " moves");
        }
    }

    /** Reads items and returns the sum of their sums. */
    @FunctionalInterface
    private interface Reading {

        long run(Client client) throws Exception;
    }

    private Score runScans(long counted, Reading reading) throws Exception {
        TrialFile file = create(rows);
        Score score;
        long expected = Item.sum(work == Work.FIRST_ROWS ? FIRST_ROWS : rows);
        try (Client client = open(file, rows)) {
            score = new Stopwatch(clock).measureRuns(() -> {
                long start = System.nanoTime();
                long sum = reading.run(client);
                long nanos = System.nanoTime() - start;
                if (sum != expected) {
                    throw new IllegalStateException("The sum of the rows is " + sum + ", not " + expected);
                }
                return new Stopwatch.Run(counted, nanos);
            });
        }
        file.delete();
        return score;
    }

    /** What is done with a file. */
    @FunctionalInterface
    private interface Use {

        void run(TrialFile file) throws Exception;
    }

    private Score runOn(int items, Use use) throws Exception {
        TrialFile file = create(items);
        Score score = new Stopwatch(clock).measureRuns(() -> {
            long start = System.nanoTime();
            use.run(file);
            return new Stopwatch.Run(1, System.nanoTime() - start);
        });
        file.delete();
        return score;
    }

    /** Reads a PRAGMA back. */
    private void runOpening(TrialFile file) throws Exception {
        open(file, 0).close();
    }

    private Score runIdle() throws Exception {
        TrialFile file = create(0);
        Score score;
        try (Client client = open(file, 0)) {
            for (int i = 0; i < INSERTS_OF_A_BURST; i++) {
                client.insert(i, "a text").get();
            }
            score = new Stopwatch(clock).measureIdle();
        }
        file.delete();
        return score;
    }

    private Score runBatches() throws Exception {
        List<Item> items = Item.list(rows);
        return new Stopwatch(clock).measureRuns(() -> runBatch(items));
    }

    private Stopwatch.Run runBatch(List<Item> items) throws Exception {
        TrialFile file = create(0);
        long start;
        long answered;
        try (Client client = open(file, 0)) {
            start = System.nanoTime();
            client.batch(items);
            answered = System.nanoTime();
        }
        // The close waits for the checkpoint of everybody.
        long end = work == Work.BATCH ? System.nanoTime() : answered;
        long found = file.count("item");
        if (found != items.size()) {
            throw new IllegalStateException("The batch has " + items.size() + " rows, the file " + found);
        }
        file.delete();
        return new Stopwatch.Run(items.size(), end - start);
    }

    private Client open(TrialFile file, int items) throws Exception {
        return file.open(contender, work != Work.BATCH_TO_THE_ANSWER, items);
    }

    private TrialFile create(int items) throws Exception {
        return TrialFile.create(directory, items);
    }
}
