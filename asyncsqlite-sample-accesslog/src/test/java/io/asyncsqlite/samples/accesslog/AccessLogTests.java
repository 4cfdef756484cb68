package io.asyncsqlite.samples.accesslog;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class AccessLogTests {

    private static final Path LOG = Path.of("access.log");
    private static final String LINE = "192.0.2.1 - - [10/Oct/2026:13:55:36 -0700] \"GET /a?b=c HTTP/1.1\" 200 2326\n";

    @TempDir
    Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void shippedLogIsImportedWithABarAndReported() throws Exception {
        assertThat(run("", database(), LOG.toString())).isZero();

        assertThat(count()).isEqualTo(2000);
        assertThat(text(err))
                .contains("2,000 requests #########################")
                .contains("2 lines were no requests");
        assertThat(text(out)).contains("/docs/start").contains("status").containsPattern("\n23 +\\d+");
    }

    @Test
    void standardInputIsImportedToo() throws Exception {
        assertThat(run(Files.readString(LOG), database(), "-")).isZero();

        assertThat(count()).isEqualTo(2000);
        assertThat(text(err)).contains("2,000 requests").doesNotContain("#");
    }

    @Test
    void lineBecomesARow() {
        assertThat(run(LINE, database(), "-")).isZero();

        try (AsyncSqlite db = AsyncSqlite.open(Path.of(database()))) {
            Row row = db.query("SELECT * FROM request").list().join().get(0);
            assertThat(row)
                    .hasToString(
                            "{host='192.0.2.1', at='2026-10-10 20:55:36', method='GET', path='/a?b=c', status=200, bytes=2326}");
        }
    }

    @Test
    void combinedFormatIsReadToo() {
        assertThat(run(LINE.strip() + " \"https://example.org/\" \"browser\"\n", database(), "-"))
                .isZero();
        assertThat(count()).isOne();
    }

    @Test
    void secondImportAddsToTheFirst() {
        run(LINE, database(), "-");
        run(LINE + LINE, database(), "-");

        assertThat(count()).isEqualTo(3);
    }

    @Test
    void importThatFailsLeavesNothing() {
        assertThat(run(LINE + LINE.replace("/Oct/", "/Okt/"), database(), "-")).isOne();

        assertThat(text(err)).contains("imported nothing").contains("Okt");
        assertThat(count()).isZero();
    }

    @Test
    void missingLogAndForeignFileAreFailures() throws Exception {
        assertThat(run("", database(), directory.resolve("none.log").toString()))
                .isOne();
        Path text = Files.writeString(
                directory.resolve("text.db"), "no database, but long enough to be read as one".repeat(50));
        assertThat(run(LINE, text.toString(), "-")).isOne();
        assertThat(text(err)).contains("none.log").contains("text.db");
    }

    @Test
    void wrongArgumentsShowTheUsage() {
        assertThat(run("", database())).isEqualTo(2);
        assertThat(text(err)).startsWith("Usage: ");
    }

    private int run(String stdin, String... args) {
        InputStream in = new ByteArrayInputStream(stdin.getBytes(StandardCharsets.UTF_8));
        return AccessLog.run(args, in, new PrintStream(out, true), new PrintStream(err, true));
    }

    private String database() {
        return directory.resolve("requests.db").toString();
    }

    private long count() {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(database()))) {
            return db.query("SELECT count(*) FROM request")
                    .mapTo(Long.class)
                    .one()
                    .join();
        }
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
