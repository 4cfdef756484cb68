package io.asyncsqlite.litestream;

import io.asyncsqlite.AsyncSqlite;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;

/** A program writes, Litestream replicates, and one of them or both are killed. */
final class Trial {

    /** What the program printed, and when the line was read. */
    private record Line(long nanos, long acknowledged, long longestMicros, long logBytes) {}

    /**
     * What came of it.
     *
     * @param acknowledged rows that were acknowledged before the kill
     * @param restoreFailure what Litestream printed, or SQLite said of the restored file, or null
     * @param restored rows in the restored file
     * @param sound whether the restored file passes the check of SQLite and has all rows up to the last one
     * @param lostMillis age at the kill of the oldest acknowledgement that the file lacks, 0 if it lacks none
     * @param longestMicros longest time of a row
     * @param logBytes largest log seen
     */
    record Result(
            long acknowledged,
            String restoreFailure,
            long restored,
            boolean sound,
            long lostMillis,
            long longestMicros,
            long logBytes) {}

    /** More pages than a log will have: neither SQLite nor the library does a checkpoint. */
    private static final String NEVER = "1000000000";

    private final Litestream litestream;
    private final boolean ownCheckpoints;
    private final List<Line> lines = new ArrayList<>();

    Trial(Litestream litestream, boolean ownCheckpoints) {
        this.litestream = litestream;
        this.ownCheckpoints = ownCheckpoints;
    }

    /**
     * Runs it.
     *
     * @param perSecond rows per second, 0 for as many as go
     * @param seconds how long Litestream runs beside the program
     * @param killBoth whether Litestream is killed too, as when the machine is lost; else it ends as on a SIGTERM
     */
    Result run(long perSecond, int seconds, boolean killBoth) throws IOException, InterruptedException {
        Process program = program(perSecond);
        Process replicating = null;
        try (BufferedReader reader = program.inputReader()) {
            read(reader);
            replicating = litestream.replicate();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
            while (System.nanoTime() < end) {
                read(reader);
            }
            // Not by the Process, which would close the stream with the last lines.
            program.toHandle().destroyForcibly();
            if (killBoth) {
                replicating.destroyForcibly();
            }
            long killed = System.nanoTime();
            while (read(reader)) {
                // The lines that were printed before the kill.
            }
            program.waitFor();
            replicating.destroy();
            if (!replicating.waitFor(60, TimeUnit.SECONDS)) {
                throw new IOException("litestream did not end");
            }
            return result(killed);
        } finally {
            program.destroyForcibly().waitFor();
            if (replicating != null) {
                replicating.destroyForcibly().waitFor();
            }
        }
    }

    private Process program(long perSecond) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        WritingProgram.class.getName(),
                        litestream.database().toString(),
                        String.valueOf(perSecond),
                        ownCheckpoints ? "0" : NEVER)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    private boolean read(BufferedReader reader) throws IOException {
        String line = reader.readLine();
        if (line == null) {
            return false;
        }
        String[] parts = line.split(" ");
        lines.add(new Line(
                System.nanoTime(), Long.parseLong(parts[0]), Long.parseLong(parts[1]), Long.parseLong(parts[2])));
        return true;
    }

    private Result result(long killed) throws IOException, InterruptedException {
        Path restored = litestream.directory().resolve("restored.db");
        String failure = litestream.restore(restored);
        Line last = lines.get(lines.size() - 1);
        long log = lines.stream().mapToLong(Line::logBytes).max().orElse(0);
        long rows = 0;
        boolean sound = false;
        if (failure == null && Files.exists(restored)) {
            try (AsyncSqlite copy = AsyncSqlite.open(restored)) {
                rows = number(copy, "SELECT count(*) FROM entry");
                sound = number(copy, "SELECT coalesce(max(id), 0) FROM entry") == rows
                        && number(copy, "SELECT count(*) FROM pragma_quick_check WHERE quick_check = 'ok'") == 1;
            } catch (CompletionException e) {
                failure = e.getMessage();
            }
        }
        return new Result(last.acknowledged, failure, rows, sound, lostMillis(rows, killed), last.longestMicros, log);
    }

    private long lostMillis(long rows, long killed) {
        return lines.stream()
                .filter(line -> line.acknowledged > rows)
                .mapToLong(line -> TimeUnit.NANOSECONDS.toMillis(killed - line.nanos))
                .max()
                .orElse(0);
    }

    private static long number(AsyncSqlite db, String sql) {
        return db.query(sql).mapTo(Long.class).one().join();
    }
}
