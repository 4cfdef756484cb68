package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the documents of this project say is what was measured. */
class PublicationTests {

    private static final Path PROJECT = Path.of("..");
    private static final String END = "jdk25";

    /** A figure of speed, as a sentence would have it. */
    private static final Pattern FIGURE =
            Pattern.compile("\\d[\\d,.]* *(times|[kM]/s|(inserts|rows|reads|transactions|redirects) (per|a) second)");

    @TempDir
    private Path directory;

    @Test
    void documentsAndPicturesShowTheResults() throws IOException {
        assertThat(new Publication(PROJECT).outdated(END)).isEmpty();
    }

    @Test
    void figuresStandOnlyInTablesThatAreMadeOfResults() throws IOException {
        assertThat(outsideOfMarkers(PROJECT.resolve("README.md")))
                .noneMatch(line -> FIGURE.matcher(line).find());
        assertThat(outsideOfMarkers(PROJECT.resolve("docs/benchmarks.md")))
                .noneMatch(line -> FIGURE.matcher(line).find());
        assertThat(outsideOfMarkers(PROJECT.resolve("docs/samples.md")))
                .noneMatch(line -> FIGURE.matcher(line).find());
    }

    private static List<String> outsideOfMarkers(Path page) throws IOException {
        String text = Files.readString(page);
        return Pattern.compile("<!-- figures: .*?<!-- /figures -->", Pattern.DOTALL)
                .matcher(text)
                .replaceAll("")
                .lines()
                .toList();
    }

    @Test
    void resultsAreTakenInAndShown() throws IOException {
        Path results = Files.createDirectories(directory.resolve("results/scan"));
        Summary.write(MadeUp.scan(2), results.resolve("summary.json"));
        Path docs = Files.createDirectories(directory.resolve("docs/benchmark-results"));
        Path page = Files.writeString(
                directory.resolve("README.md"), "<!-- figures: readme-jdk25 -->\n<!-- /figures -->\n");
        Files.writeString(directory.resolve("docs/benchmarks.md"), "<!-- figures: scan-jdk25 -->\n<!-- /figures -->\n");
        Files.writeString(directory.resolve("docs/samples.md"), "Nothing was measured\n");
        Publication publication = new Publication(directory);

        assertThat(publication.publish(directory.resolve("results"), END)).containsExactly("scan");

        assertThat(page).content().contains("| a scan of a million, sqlite-jdbc | 2.00 (2.00 .. 2.00) |");
        assertThat(names(docs)).containsExactly("readme-jdk25.svg", "scan-jdk25.json", "scan-jdk25.svg");
        assertThat(publication.outdated(END)).isEmpty();

        Summary.write(MadeUp.scan(3), docs.resolve("scan-jdk25.json"));
        assertThat(publication.outdated(END)).hasSize(4);
    }

    @Test
    void resultsThatTheReadmeDoesNotShowMakeNoPictureForIt() throws IOException {
        Path results = Files.createDirectories(directory.resolve("results/idle"));
        Summary.write(MadeUp.of(Plan.IDLE), results.resolve("summary.json"));
        Path docs = Files.createDirectories(directory.resolve("docs/benchmark-results"));
        for (String page : List.of("README.md", "docs/benchmarks.md", "docs/samples.md")) {
            Files.writeString(directory.resolve(page), "");
        }

        new Publication(directory).publish(directory.resolve("results"), "jdk17");

        assertThat(names(docs)).containsExactly("idle-jdk17.json", "idle-jdk17.svg");
    }

    private static List<String> names(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }
}
