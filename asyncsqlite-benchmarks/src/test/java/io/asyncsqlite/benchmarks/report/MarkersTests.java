package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MarkersTests {

    @TempDir
    private Path directory;

    private Markers markers;

    @BeforeEach
    void writeResults() throws IOException {
        markers = new Markers(directory);
        Summary.write(MadeUp.scan(2), directory.resolve("scan-jdk25.json"));
    }

    @Test
    void textBetweenMarkersBecomesTheTableOfTheFile() throws IOException {
        Path page = page("# Scan\n\n<!-- figures: scan-jdk25 -->\nold\n<!-- /figures -->\n\nEnd");

        markers.fill(page);

        String table = Tables.markdown(Table.of(MadeUp.scan(2)));
        assertThat(page)
                .hasContent("# Scan\n\n<!-- figures: scan-jdk25 -->\n\n" + table + "\n<!-- /figures -->\n\nEnd");
    }

    @Test
    void aPageIsUpToDateUntilAFigureChanges() throws IOException {
        Path page = page("<!-- figures: scan-jdk25 -->\n<!-- /figures -->\n");
        assertThat(markers.upToDate(page)).isFalse();

        markers.fill(page);
        assertThat(markers.upToDate(page)).isTrue();

        Summary.write(MadeUp.scan(3), directory.resolve("scan-jdk25.json"));
        assertThat(markers.upToDate(page)).isFalse();
    }

    @Test
    void aPageHasSeveralTables() throws IOException {
        Summary.write(MadeUp.scan(3), directory.resolve("scan-jdk17.json"));
        Path page = page(
                "<!-- figures: scan-jdk25 -->\n<!-- /figures -->\n<!-- figures: scan-jdk17 -->\n<!-- /figures -->\n");

        markers.fill(page);

        assertThat(page).content().containsSubsequence("scan-jdk25", " 2.00 (", "scan-jdk17", " 3.00 (");
    }

    @Test
    void theTableOfTheReadmeIsMadeOfAllFilesWithItsEnd() throws IOException {
        Path page = page("<!-- figures: readme-jdk25 -->\n<!-- /figures -->\n");

        markers.fill(page);

        assertThat(page).content().contains("| a scan of a million, sqlite-jdbc | 2.00 (2.00 .. 2.00) |");
    }

    @Test
    void theTableOfBarsIsMadeOfAllFilesWithItsEnd() throws IOException {
        Path page = page("<!-- figures: bars-jdk25 -->\n<!-- /figures -->\n");

        markers.fill(page);

        assertThat(page).content().contains("Of 1 bars 0 are met, 1 missed", "| `scan` | ");
    }

    @Test
    void markersWithoutAnEndAreAMistake() throws IOException {
        Path alone = page("<!-- figures: scan-jdk25 -->\ntext");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> markers.fill(alone))
                .withMessageContaining("the figures scan-jdk25 have no end");

        Path nested = page("<!-- figures: scan-jdk25 -->\n<!-- figures: scan-jdk25 -->\n<!-- /figures -->\n");
        assertThatIllegalArgumentException().isThrownBy(() -> markers.upToDate(nested));
    }

    @Test
    void figuresWithoutAFileAreAMistake() throws IOException {
        Path page = page("<!-- figures: points-jdk25 -->\n<!-- /figures -->\n");

        Assertions.assertThatExceptionOfType(NoSuchFileException.class).isThrownBy(() -> markers.upToDate(page));
    }

    private Path page(String text) throws IOException {
        return Files.writeString(directory.resolve("page.md"), text);
    }
}
