package io.asyncsqlite.benchmarks.report;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Puts tables of results into Markdown files, between a line {@code <!-- figures: NAME -->} and a line {@code <!-- /figures -->}.
 * The table is that of the file {@code NAME.json} among the results. A name that starts with {@code readme-}, as
 * {@code readme-jdk25}, stands for the table of the README, made of all files that end as it does; one that starts with {@code bars-} for that of all
 * bars.
 */
public final class Markers {

    private static final Pattern START = Pattern.compile("<!-- figures: (\\S+) -->");
    private static final String END = "<!-- /figures -->";
    private static final String README = "readme";
    private static final String BARS = "bars";

    private final Path results;

    /**
     * Makes markers that are filled from a directory.
     *
     * @param results the directory of JSON files that {@link Summary} wrote
     */
    public Markers(Path results) {
        this.results = results;
    }

    /** Writes the tables into a Markdown file. */
    public void fill(Path markdown) throws IOException {
        Files.writeString(markdown, filled(markdown));
    }

    /** Tells whether a Markdown file holds the tables that {@link #fill} would write. */
    public boolean upToDate(Path markdown) throws IOException {
        return Files.readString(markdown).equals(filled(markdown));
    }

    private String filled(Path markdown) throws IOException {
        StringBuilder filled = new StringBuilder();
        String open = null;
        // With a limit, so that the end of the last line is kept.
        for (String line : Files.readString(markdown).split("(?<=\n)", -1)) {
            Matcher start = START.matcher(line.strip());
            if (start.matches()) {
                requireClosed(open, markdown);
                open = start.group(1);
                filled.append(line).append('\n').append(table(open)).append('\n');
            } else if (line.strip().equals(END)) {
                open = null;
            }
            if (open == null) {
                filled.append(line);
            }
        }
        requireClosed(open, markdown);
        return filled.toString();
    }

    private static void requireClosed(@Nullable String open, Path markdown) {
        if (open != null) {
            throw new IllegalArgumentException("In " + markdown + " the figures " + open + " have no end: " + END);
        }
    }

    private String table(String name) throws IOException {
        if (name.startsWith(README + "-")) {
            return Readme.markdown(tables(results, name.substring(README.length())));
        }
        if (name.startsWith(BARS + "-")) {
            return Bars.markdown(tables(results, name.substring(BARS.length())));
        }
        return Tables.markdown(Summary.read(results.resolve(name + ".json")));
    }

    /**
     * Reads all results with the same end of their names.
     *
     * @param end what follows the id of the plan in the names of files, such as {@code -jdk25}
     * @return results by the ids of their plans
     */
    public static Map<String, Table> tables(Path results, String end) throws IOException {
        Map<String, Table> tables = new HashMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(results, "*" + end + ".json")) {
            for (Path file : files) {
                Table table = Summary.read(file);
                tables.put(table.plan(), table);
            }
        }
        return tables;
    }
}
