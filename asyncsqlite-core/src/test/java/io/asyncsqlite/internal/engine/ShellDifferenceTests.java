package io.asyncsqlite.internal.engine;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.engine.Sqlite3Shell.Answer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A program of SQLite's own, with another copy of it, gives the same rows and errors for the same work. It gets as literals what the engine
 * binds.
 */
@Timeout(120)
class ShellDifferenceTests {

    private static final int STATEMENTS = 10_000;
    private static final long SEED = Long.getLong("difference.seed", 20_261_123L);

    /** What versions and builds of SQLite do in different ways, what the shell cannot print, and what would go on into its next line. */
    private static final Pattern NOT_COMPARABLE =
            Pattern.compile("json|printf|zeroblob|unixepoch|LIKE|9223372036854775807|1e308|char|x'00ff'|--|/");

    /** Reals have other digits at their end in other versions. Those within texts must be the same. */
    private static final Pattern REAL_OR_TEXT = Pattern.compile("'[^']*'|(-?(?:[0-9]+[.][-+0-9e]+))");

    @TempDir
    Path directory;

    private final RandomWork work = new RandomWork(SEED);

    @Test
    void theShellAnswersTheSame() throws Exception {
        List<String> literal = new ArrayList<>(List.of("PRAGMA foreign_keys = ON; " + RandomWork.SCHEMA));
        List<Answer> expected = new ArrayList<>(List.of(new Answer(List.of(), "")));
        try (EngineConnection connection = TestEngine.get().open(new OpenRequest(null, false, attempts -> false))) {
            connection.executeScript(literal.get(0));
            while (literal.size() <= STATEMENTS) {
                String sql = comparable();
                Object[] values = values(sql);
                literal.add(withLiterals(sql, values));
                expected.add(answer(connection, sql, values));
            }
        }

        List<Answer> shell = Sqlite3Shell.run(directory, literal).stream()
                .map(ShellDifferenceTests::rounded)
                .toList();

        assertThat(shell).hasSameSizeAs(expected);
        for (int i = 0; i < shell.size(); i++) {
            assertThat(shell.get(i))
                    .as("seed %d, statement %d: %s", SEED, i, literal.get(i))
                    .isEqualTo(expected.get(i));
        }
        // Else it would prove little.
        assertThat(expected).filteredOn(answer -> !answer.rows().isEmpty()).hasSizeGreaterThan(STATEMENTS / 10);
        assertThat(expected).filteredOn(answer -> !answer.error().isEmpty()).hasSizeGreaterThan(STATEMENTS / 10);
    }

    private String comparable() {
        return Stream.generate(work::statement)
                .filter(sql -> !NOT_COMPARABLE.matcher(sql).find() && count(sql, '\'') % 2 == 0)
                .findFirst()
                .orElseThrow();
    }

    private Object[] values(String sql) {
        return Stream.generate(() -> work.values(1)[0])
                .filter(ShellDifferenceTests::isPrintable)
                .limit(count(sql, '?'))
                .toArray();
    }

    private static long count(String text, char wanted) {
        return text.chars().filter(c -> c == wanted).count();
    }

    private static boolean isPrintable(Object value) {
        if (value instanceof byte[] bytes) {
            return new String(bytes, ISO_8859_1).chars().allMatch(c -> c >= ' ' && c <= '~');
        }
        if (value instanceof Long number) {
            // Larger ones become reals, whose last digits differ when they are made texts.
            return Math.abs(number) < 1_000_000;
        }
        return !(value instanceof Double) && !(value instanceof String text && text.indexOf('\0') >= 0);
    }

    private static String withLiterals(String sql, Object[] values) {
        StringBuilder text = new StringBuilder();
        int next = 0;
        for (char c : sql.toCharArray()) {
            text.append(c == '?' ? quote(values[next++]) : c);
        }
        return text.toString();
    }

    private static Answer answer(EngineConnection connection, String sql, Object[] values) {
        List<Object[]> rows = new ArrayList<>();
        String error = "";
        try (EngineStatement statement = connection.prepare(sql + ";")) {
            boolean more = statement.execute(values);
            while (more) {
                more = statement.fetch(16, rows);
            }
        } catch (EngineException e) {
            error = e.getMessage();
        }
        return rounded(new Answer(rows.stream().map(ShellDifferenceTests::line).toList(), error));
    }

    private static Answer rounded(Answer answer) {
        return new Answer(
                answer.rows().stream()
                        .map(row -> REAL_OR_TEXT.matcher(row).replaceAll(ShellDifferenceTests::rounded))
                        .toList(),
                // Which token it is, differs: a literal or a parameter.
                answer.error().replaceFirst("near \".*\": ", "near: "));
    }

    private static String rounded(MatchResult value) {
        String real = value.group(1);
        return Matcher.quoteReplacement(
                real == null ? value.group() : String.format(Locale.ROOT, "%.12e", Double.parseDouble(real)));
    }

    private static String line(Object[] row) {
        return Stream.of(row).map(ShellDifferenceTests::quote).collect(Collectors.joining(","));
    }

    private static String quote(Object value) {
        if (value instanceof String text) {
            return "'" + text.replace("'", "''") + "'";
        }
        if (value instanceof byte[] bytes) {
            return "X'" + HexFormat.of().formatHex(bytes) + "'";
        }
        return value == null ? "NULL" : value.toString().replace('E', 'e').replace("Infinity", "Inf");
    }
}
