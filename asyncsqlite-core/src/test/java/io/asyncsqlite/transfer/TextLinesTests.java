package io.asyncsqlite.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextLinesTests {

    private static List<String> lines(String text, int limit) throws IOException {
        TextLines lines = new TextLines(new StringReader(text), limit);
        List<String> all = new ArrayList<>();
        for (String line = lines.next(); line != null; line = lines.next()) {
            all.add(lines.isTooLong() ? line + "..." : line);
        }
        assertThat(lines.number()).isEqualTo(all.size());
        return all;
    }

    @Test
    void linesEndWithOrWithoutReturn() throws Exception {
        assertThat(lines("a\r\nb\n\nc", 10)).containsExactly("a", "b", "", "c");
        assertThat(lines("", 10)).isEmpty();
        assertThat(lines("a\n", 10)).containsExactly("a");
    }

    @Test
    void tooLongLineIsCutAndTheNextOneIsWhole() throws Exception {
        assertThat(lines("x".repeat(20_000) + "\ny", 5)).containsExactly("xxxxx...", "y");
        assertThat(lines("x".repeat(20_000) + "\ny", 20_000)).containsExactly("x".repeat(20_000), "y");
    }
}
