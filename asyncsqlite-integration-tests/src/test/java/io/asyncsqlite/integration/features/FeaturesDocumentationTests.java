package io.asyncsqlite.integration.features;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The table of features in {@code docs/comparison.md}, made by running them. */
@Timeout(300)
class FeaturesDocumentationTests {

    private static final String WRITE = "docs.write";
    private static final Path FILE =
            Path.of("").toAbsolutePath().getParent().resolve("docs").resolve("comparison.md");
    private static final Pattern MARKS =
            Pattern.compile("(<!-- generated:features -->\n\n).*?(\n<!-- end -->)", Pattern.DOTALL);

    @Test
    void theTableOfFeaturesIsWhatBothDriversDo() throws IOException {
        String text = Files.readString(FILE);
        Matcher marks = MARKS.matcher(text);
        assertThat(marks.find()).isTrue();
        String wanted = text.substring(0, marks.end(1)) + table() + text.substring(marks.start(2));
        if (Boolean.getBoolean(WRITE)) {
            Files.writeString(FILE, wanted);
        }

        assertThat(Files.readString(FILE))
                .as("docs/comparison.md is not what the drivers do: write it with 'mvn -Pdocs -pl"
                        + " asyncsqlite-integration-tests -am test' and commit it")
                .isEqualTo(wanted);
    }

    private static String table() {
        StringBuilder lines = new StringBuilder();
        String group = "";
        int[] working = new int[Database.values().length];
        for (Feature feature : Feature.all()) {
            if (!feature.group().equals(group)) {
                group = feature.group();
                lines.append("| **").append(group).append("** | | | |\n");
            }
            lines.append("| ").append(feature.name()).append(" |");
            for (Database database : Database.values()) {
                boolean works = works(feature, database);
                working[database.ordinal()] += works ? 1 : 0;
                lines.append(works ? " yes |" : " no |");
            }
            lines.append(feature.limit() == null ? "" : " " + feature.limit()).append(" |\n");
        }
        return header(working) + lines;
    }

    private static String header(int[] working) {
        StringBuilder header = new StringBuilder("| |");
        for (Database database : Database.values()) {
            header.append(" %s: %d |".formatted(database.title(), working[database.ordinal()]));
        }
        return header.append(" |\n|---|---|---|---|\n").toString();
    }

    /** Runs a feature on a new database. Any failure, also an assertion's, means that it does not work. */
    private static boolean works(Feature feature, Database database) {
        try (Fixture fixture = Fixture.open(database)) {
            feature.body().run(fixture);
            return true;
        } catch (Exception | AssertionError e) {
            return false;
        }
    }
}
