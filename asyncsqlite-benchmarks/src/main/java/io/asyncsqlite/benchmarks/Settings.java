package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;

/**
 * How to run a comparison.
 *
 * @param rounds how often each contender is measured, at least 1
 * @param quick whether measurements are too short to mean anything
 * @param directory where the databases are created
 * @param results where results are written
 */
record Settings(int rounds, boolean quick, Path directory, Path results) {

    private static final int DEFAULT_ROUNDS = 5;

    Settings {
        if (rounds < 1) {
            throw new IllegalArgumentException("--rounds must be at least 1, was " + rounds);
        }
    }

    /** Reads command-line options; throws {@link IllegalArgumentException} with a message for the user. */
    static Settings parse(List<String> options) {
        int rounds = 0;
        boolean quick = false;
        Path directory = Disk.buildDirectory();
        Path results = directory.resolve("benchmark-results");
        Iterator<String> left = options.iterator();
        while (left.hasNext()) {
            String option = left.next();
            switch (option) {
                case "--rounds" -> rounds = number(option, value(option, left));
                case "--quick" -> quick = true;
                case "--directory" -> directory = Path.of(value(option, left)).toAbsolutePath();
                case "--results" -> results = Path.of(value(option, left));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }
        if (!options.contains("--rounds")) {
            rounds = quick ? 1 : DEFAULT_ROUNDS;
        }
        return new Settings(rounds, quick, directory, results);
    }

    private static String value(String option, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.next();
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, was " + value, e);
        }
    }
}
