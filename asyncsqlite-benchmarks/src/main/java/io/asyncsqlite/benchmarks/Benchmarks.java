package io.asyncsqlite.benchmarks;

import java.util.Arrays;

/** The command line. */
public final class Benchmarks {

    private static final String USAGE = """
            Usage: java -jar benchmarks.jar COMPARISON [options]
              COMPARISON       inserts, scan, points, many, r2dbc-inserts, r2dbc-points or r2dbc-scan
              --rounds N       rounds, each of which measures everybody once in a JVM of its own; default 5
              --quick          one short round, to see that everything runs: its figures mean nothing
              --directory DIR  where the databases are created; default the directory of the jar
              --results DIR    where results are written; default benchmark-results beside the jar
            """;

    private Benchmarks() {}

    /**
     * Runs a comparison.
     *
     * @param arguments its name and options
     * @throws Exception if a benchmark fails
     */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 0) {
            exit("");
            return;
        }
        Rounds rounds;
        try {
            Comparison comparison = Comparison.named(arguments[0]);
            rounds = new Rounds(
                    comparison, Settings.parse(Arrays.asList(arguments).subList(1, arguments.length)));
        } catch (IllegalArgumentException e) {
            exit(e.getMessage() + "\n");
            return;
        }
        rounds.run();
    }

    private static void exit(String problem) {
        System.err.print(problem + USAGE);
        System.exit(2);
    }
}
