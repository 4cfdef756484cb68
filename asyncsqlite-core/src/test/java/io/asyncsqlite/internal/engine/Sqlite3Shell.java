package io.asyncsqlite.internal.engine;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.internal.sql.Excerpt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The command line program of SQLite, with a database in memory. */
final class Sqlite3Shell {

    /** What it answered to one statement: rows as it writes them with {@code .mode quote}, and its error message, as the library shows it, or an empty text. */
    record Answer(List<String> rows, String error) {}

    private static final String MARK = "====";
    private static final Pattern ERROR =
            Pattern.compile("(?:Runtime|Parse) error near line (\\d+): (.*?)(?: \\(\\d+\\))?");

    private Sqlite3Shell() {}

    /** Runs statements of one line each, or skips the test where there is no shell. */
    static List<Answer> run(Path directory, List<String> statements) throws IOException, InterruptedException {
        assumeTrue(isInstalled(), "the sqlite3 shell is not installed");
        Path input = directory.resolve("input.sql");
        Path output = directory.resolve("output.txt");
        Path errors = directory.resolve("errors.txt");
        List<String> lines = new ArrayList<>(List.of(".mode quote"));
        for (String statement : statements) {
            lines.add(".print " + MARK);
            lines.add(statement + ";");
        }
        Files.write(input, lines);
        Process shell = new ProcessBuilder("sqlite3", "-batch")
                .redirectInput(input.toFile())
                .redirectOutput(output.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!shell.waitFor(60, TimeUnit.SECONDS)) {
            shell.destroyForcibly();
            throw new AssertionError("the sqlite3 shell waits for something");
        }
        return answers(statements.size(), Files.readAllLines(output), Files.readAllLines(errors));
    }

    private static boolean isInstalled() throws InterruptedException {
        try {
            return new ProcessBuilder("sqlite3", "-version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private static List<Answer> answers(int count, List<String> output, List<String> errors) {
        String[] messages = new String[count];
        for (String line : errors) {
            Matcher error = ERROR.matcher(line);
            if (error.matches()) {
                messages[(Integer.parseInt(error.group(1)) - 3) / 2] = Excerpt.ofMessage(error.group(2));
            }
        }
        List<Answer> answers = new ArrayList<>();
        for (String line : output) {
            if (line.equals(MARK)) {
                String message = messages[answers.size()];
                answers.add(new Answer(new ArrayList<>(), message == null ? "" : message));
            } else {
                answers.get(answers.size() - 1).rows().add(line);
            }
        }
        return answers;
    }
}
