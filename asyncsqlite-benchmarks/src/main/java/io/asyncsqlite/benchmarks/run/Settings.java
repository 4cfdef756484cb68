package io.asyncsqlite.benchmarks.run;

import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How to run benchmarks.
 *
 * @param rounds how often each pair is measured, an even number: one order, then the other
 * @param smoke whether it is only tried that everything runs
 * @param rows rows of a table that is scanned, of a batch, of an import or of a backup
 * @param pair part of the id of the pairs to run, or null for all
 * @param directory where the databases are made
 * @param results where results are written
 */
public record Settings(
        int rounds, boolean smoke, int rows, @Nullable String pair, Path directory, Path results) {

    private static final int DEFAULT_ROUNDS = 6;
    private static final int MILLION = 1_000_000;

    /** Some plans read the first thousand. */
    private static final int SMOKE_ROWS = 1_000;

    /** Reads command-line options; throws {@link IllegalArgumentException} with a message for the user. */
    public static Settings parse(List<String> options) {
        int rounds = DEFAULT_ROUNDS;
        boolean smoke = false;
        int rows = MILLION;
        String pair = null;
        Path directory = Disk.buildDirectory();
        Path results = directory.resolve("benchmark-results");
        Iterator<String> left = options.iterator();
        while (left.hasNext()) {
            String option = left.next();
            switch (option) {
                case "--rounds" -> rounds = evenNumber(option, value(option, left));
                case "--smoke" -> smoke = true;
                case "--rows" -> rows = atLeast(SMOKE_ROWS, option, value(option, left));
                case "--pair" -> pair = value(option, left);
                case "--directory" -> directory = Path.of(value(option, left)).toAbsolutePath();
                case "--results" -> results = Path.of(value(option, left));
                default -> throw new IllegalArgumentException("Unknown option " + option);
            }
        }
        return new Settings(smoke ? 1 : rounds, smoke, smoke ? SMOKE_ROWS : rows, pair, directory, results);
    }

    /** Returns the same settings with results in a directory below. */
    Settings into(String name) {
        return new Settings(rounds, smoke, rows, pair, directory, results.resolve(name));
    }

    private static String value(String option, Iterator<String> left) {
        if (!left.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value");
        }
        return left.next();
    }

    private static int evenNumber(String option, String value) {
        int number = number(option, value);
        if (number >= 2 && number % 2 == 0) {
            return number;
        }
        throw new IllegalArgumentException(
                option + " must be even and at least 2, was " + value + ": half of the rounds measure the rival first");
    }

    private static int atLeast(int least, String option, String value) {
        int number = number(option, value);
        if (number < least) {
            throw new IllegalArgumentException(option + " must be at least " + least + ", was " + value);
        }
        return number;
    }

    private static int number(String option, String value) {
        try {
            return Integer.parseInt(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(option + " needs a number, was " + value, e);
        }
    }
}
