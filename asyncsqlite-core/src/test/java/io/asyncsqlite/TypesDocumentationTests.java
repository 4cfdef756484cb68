package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.ValueSample;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of {@code docs/types.md}, made by running its rows, and the comparisons that it promises. */
@Timeout(120)
class TypesDocumentationTests {

    private static final String WRITE = "docs.write";
    private static final Path FILE =
            Path.of("").toAbsolutePath().getParent().resolve("docs").resolve("types.md");
    private static final Pattern MARKS =
            Pattern.compile("(<!-- generated:values -->\n\n).*?(\n<!-- end -->)", Pattern.DOTALL);

    private static final String COMPARISON = "SELECT %1$s < %2$s, %1$s = %2$s, %1$s > %2$s";

    private static final List<String> AFFINITIES = List.of("INTEGER", "REAL", "NUMERIC", "TEXT", "BLOB");

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(SqliteOptions.memory().build());
    }

    @AfterEach
    void close() {
        db.close();
    }

    static Stream<ValueSample<?>> samples() {
        return ValueSample.all();
    }

    @ParameterizedTest
    @MethodSource("samples")
    void aParameterComparesWithLiteralsAndExpressions(ValueSample<?> sample) throws Exception {
        for (String expression : sample.equals()) {
            for (int i = 0; i < sample.ascending().size(); i++) {
                Row row = await(db.query(
                                COMPARISON.formatted("?1", expression),
                                sample.ascending().get(i))
                        .one());

                assertThat(sample.agrees(row, i, 1))
                        .as("value %d against %s", i, expression)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void parametersCompareWithEachOther(ValueSample<?> sample) throws Exception {
        for (int i = 0; i < sample.ascending().size(); i++) {
            for (int j = 0; j < sample.ascending().size(); j++) {
                Row row = await(db.query(
                                COMPARISON.formatted("?1", "?2"),
                                sample.ascending().get(i),
                                sample.ascending().get(j))
                        .one());

                assertThat(sample.agrees(row, i, j))
                        .as("value %d against %d", i, j)
                        .isTrue();
            }
        }
    }

    @Test
    void theTableOfTypesIsWhatSqliteDoes() throws Exception {
        StringBuilder table = new StringBuilder("| Java | stored as | equals in SQL |");
        AFFINITIES.forEach(affinity -> table.append(' ').append(affinity).append(" column |"));
        table.append(" comes back as |\n")
                .append("|---".repeat(AFFINITIES.size() + 4))
                .append("|\n");
        for (ValueSample<?> sample : ValueSample.all().toList()) {
            table.append(line(sample));
        }
        String text = Files.readString(FILE);
        Matcher marks = MARKS.matcher(text);
        assertThat(marks.find()).isTrue();
        String wanted = text.substring(0, marks.end(1)) + table + text.substring(marks.start(2));
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, wanted);
        }

        assertThat(Files.readString(FILE))
                .as(
                        "docs/types.md is not what SQLite does: write it with 'mvn -pl asyncsqlite-core test"
                                + " -Dtest=TypesDocumentationTests -D%s=true' and commit it",
                        WRITE)
                .isEqualTo(wanted);
    }

    private String line(ValueSample<?> sample) throws Exception {
        Set<String> stored = new LinkedHashSet<>();
        for (Object value : sample.ascending()) {
            stored.add(await(db.query("SELECT ?", value).one()).storageClass(0).name());
        }
        List<String> cells = new ArrayList<>(List.of(
                sample.name(),
                words(stored),
                sample.equals().stream().map(sql -> "`" + sql + "`").collect(Collectors.joining(", "))));
        for (String affinity : AFFINITIES) {
            cells.add(cell(sample, affinity));
        }
        cells.add(sample.comesBack());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String words(Set<String> storageClasses) {
        return storageClasses.stream().sorted().collect(Collectors.joining(" or "));
    }

    /** Stores the values in a column and says how that went. */
    private <T> String cell(ValueSample<T> sample, String affinity) throws Exception {
        await(db.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, c " + affinity + ")"));
        await(db.executeMany(
                "INSERT INTO t(c) VALUES (?)",
                sample.ascending().stream().map(List::of).toList()));
        List<Row> rows = await(db.query("SELECT c FROM t ORDER BY k").list());
        Set<String> stored = new LinkedHashSet<>();
        rows.forEach(row -> stored.add(row.storageClass(0).name()));
        String cell = words(stored)
                + (compareInColumn(sample) ? "" : ", **compares wrongly**")
                + (areRead(sample, rows) ? "" : ", **is not read**");
        await(db.execute("DROP TABLE t"));
        return cell;
    }

    private boolean compareInColumn(ValueSample<?> sample) throws Exception {
        boolean right = true;
        for (int i = 0; i < sample.ascending().size(); i++) {
            for (int j = 0; j < sample.ascending().size(); j++) {
                Row row = await(db.query(
                                COMPARISON.formatted("c", "?1") + " FROM t WHERE k = ?2",
                                sample.ascending().get(j),
                                i + 1)
                        .one());
                right &= sample.agrees(row, i, j);
            }
        }
        return right && (sample.order() == null || isSorted());
    }

    private boolean isSorted() throws Exception {
        List<Long> keys =
                await(db.query("SELECT k FROM t ORDER BY c").mapTo(Long.class).list());
        return keys.equals(keys.stream().sorted().toList());
    }

    /** Tells whether what is read is what was bound; what is another value all the same fails the test. */
    private static <T> boolean areRead(ValueSample<T> sample, List<Row> rows) {
        for (int i = 0; i < rows.size(); i++) {
            try {
                T read = rows.get(i).get(0, sample.type());
                assertThat(sample.same().test(sample.ascending().get(i), read))
                        .as("%s is read as %s", sample, read)
                        .isTrue();
            } catch (InvalidResultException e) {
                return false;
            }
        }
        return true;
    }
}
