package io.asyncsqlite.benchmarks.run;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.ItemSource;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Score;
import io.asyncsqlite.benchmarks.plan.Work;
import java.nio.file.Path;

/** Imports the same items again and again, each time into a fresh file. */
final class ImportTrial {

    private final Contender contender;
    private final Work work;
    private final int rows;
    private final Path directory;

    ImportTrial(Contender contender, Work work, int rows, Path directory) {
        this.contender = contender;
        this.work = work;
        this.rows = rows;
        this.directory = directory;
    }

    Score run(Clock clock) throws Exception {
        try (ItemSource source = ItemSource.create(directory, rows)) {
            Score score = new Stopwatch(clock).measureRuns(() -> importOnce(source));
            return contender.client().runsInTheJvm() ? score : score.withoutBytes();
        }
    }

    private Stopwatch.Run importOnce(ItemSource source) throws Exception {
        boolean checkpoints = work == Work.IMPORT;
        TrialFile file = TrialFile.create(directory, 0);
        long start;
        long answered;
        long imported;
        try (Client client = file.open(contender, checkpoints, 0)) {
            start = System.nanoTime();
            imported = client.importItems(source);
            answered = System.nanoTime();
        }
        // The close waits for the checkpoint of everybody.
        long end = checkpoints ? System.nanoTime() : answered;
        long found = contender.client().usesSqlite() ? file.count("item") : imported;
        if (imported != rows || found != rows) {
            throw new IllegalStateException(
                    "The source has " + rows + " items, " + imported + " were imported, the file has " + found);
        }
        file.delete();
        return new Stopwatch.Run(rows, end - start);
    }
}
