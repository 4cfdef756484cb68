package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Tables;
import io.asyncsqlite.benchmarks.load.Counted;
import io.asyncsqlite.benchmarks.load.Load;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Score;
import io.asyncsqlite.benchmarks.plan.Shape;
import io.asyncsqlite.benchmarks.plan.Work;
import java.nio.file.Files;
import java.nio.file.Path;

/** Copies a database once, idle or beside inserts. */
final class BackupTrial {

    private static final double BYTES_OF_A_MEGABYTE = 1e6;

    private final Contender contender;
    private final Work work;
    private final int rows;
    private final Path directory;

    /**
     * Makes a trial.
     *
     * @param rows how many rows of 1,000 bytes the database has
     */
    BackupTrial(Contender contender, Work work, int rows, Path directory) {
        this.contender = contender;
        this.work = work;
        this.rows = rows;
        this.directory = directory;
    }

    Score run(Clock clock) throws Exception {
        TrialFile file = TrialFile.create(directory, 0);
        Tables.fill(file.path(), rows);
        Counted counted = Counted.withTimes();
        Score score;
        try (Client client = file.open(contender, true, 0)) {
            boolean idle = contender.shape().kind() == Shape.Kind.ALONE;
            score = idle ? copy(client, file, counted, clock) : copyBeside(client, file, counted, clock);
        }
        long found = file.count("t");
        if (found != counted.writes()) {
            throw new IllegalStateException(counted.writes() + " inserts were acknowledged, the file has " + found);
        }
        file.delete();
        return score.withoutBytes();
    }

    private Score copyBeside(Client client, TrialFile file, Counted counted, Clock clock) throws Exception {
        Load load = Load.of(contender.shape(), client, Work.INSERT, counted);
        load.start();
        Stopwatch stopwatch = new Stopwatch(clock);
        stopwatch.warmUp(counted::operationsUnlessFailed);
        // Forgets the times of the warm-up.
        counted.latency();
        Score score = contender.client() == Clients.NO_BACKUP
                ? stopwatch.measureLong(counted::operationsUnlessFailed).with(0, counted.latency())
                : copy(client, file, counted, clock);
        load.stop();
        return score;
    }

    private Score copy(Client client, TrialFile file, Counted counted, Clock clock) throws Exception {
        Path target = file.beside("copy.db");
        double megabytes = Files.size(file.path()) / BYTES_OF_A_MEGABYTE;
        Cost before = Cost.now();
        long operations = counted.operationsUnlessFailed();
        long start = System.nanoTime();
        boolean complete = client.backup(target, clock.longestBackup());
        double seconds = (System.nanoTime() - start) / 1e9;
        // Where all inserts wait for the copy, none ends meanwhile.
        double inserts = Math.max(1, counted.operationsUnlessFailed() - operations);
        double done = work == Work.BACKUP ? megabytes : inserts;
        if (complete) {
            requireWhole(target);
        }
        return new Score(done / seconds, Cost.now().cpuMicrosSince(before, done), null, 0, counted.latency());
    }

    private void requireWhole(Path target) throws Exception {
        long found = Tables.ask(target, "SELECT count(*) FROM filler");
        if (found != rows) {
            throw new IllegalStateException("The database has " + rows + " rows, the copy " + found);
        }
    }
}
