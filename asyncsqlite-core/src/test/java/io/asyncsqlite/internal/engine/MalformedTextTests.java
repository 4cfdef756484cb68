package io.asyncsqlite.internal.engine;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.InvalidResultException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.Row;
import io.asyncsqlite.RowQuery;
import io.asyncsqlite.StorageClass;
import io.asyncsqlite.testing.Collector;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A TEXT whose bytes are no text is an error when it is read as one, and its bytes can be read and written back. */
@Timeout(60)
class MalformedTextTests {

    private static final byte[] BYTES = {'A', -1, 'B'};

    @TempDir
    Path directory;

    /** Opens a file that has one malformed text. */
    private AsyncSqlite open(String encoding, String hex) throws Exception {
        Path file = directory.resolve("texts.db");
        try (Connection creator = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = creator.createStatement()) {
            statement.executeUpdate("PRAGMA encoding = '" + encoding + "'");
            statement.executeUpdate("CREATE TABLE t(k INTEGER PRIMARY KEY, v TEXT)");
            statement.executeUpdate("INSERT INTO t(v) VALUES (CAST(x'" + hex + "' AS TEXT))");
        }
        return AsyncSqlite.open(file);
    }

    private AsyncSqlite open() throws Exception {
        return open("UTF-8", "41FF42");
    }

    private static void refused(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        InvalidResultException.class,
                        failure -> assertThat(failure.outcome()).isEqualTo(Outcome.EXECUTED))
                .hasMessageContaining("Column 'v'")
                .hasMessageContaining("byte[]")
                .hasMessageContaining("CAST(x AS BLOB)");
    }

    @Test
    void readingItAsATextIsRefusedAndItsBytesAreRead() throws Exception {
        try (AsyncSqlite db = open()) {
            Row row = await(db.query("SELECT v FROM t").one());

            refused(() -> row.getString("v"));
            refused(() -> row.get(0));
            refused(() -> row.get(0, Integer.class));
            assertThat(row.storageClass("v")).isEqualTo(StorageClass.TEXT);
            assertThat(row.getBytes("v")).isEqualTo(BYTES);
            assertThat(row.get(0, ByteBuffer.class)).isEqualTo(ByteBuffer.wrap(BYTES));
            row.getBytes("v")[0] = 'X';
            assertThat(row.getBytes("v")).isEqualTo(BYTES);
        }
    }

    @Test
    void everyWayToReadItRefusesIt() throws Exception {
        try (AsyncSqlite db = open()) {
            RowQuery query = db.query("SELECT v FROM t");

            assertThat(failureOf(query.mapTo(String.class).one())).isInstanceOf(InvalidResultException.class);
            assertThat(failureOf(query.mapTo(Note.class).list())).isInstanceOf(InvalidResultException.class);
            assertThat(failureOf(db.read(connection ->
                            connection.query("SELECT v FROM t").list().get(0).getString("v"))))
                    .isInstanceOf(InvalidResultException.class);
            assertThat(failureOf(Collector.collect(query.mapTo(String.class).stream())))
                    .isInstanceOf(InvalidResultException.class);
            assertThat(await(db.query("SELECT CAST(v AS BLOB) FROM t")
                            .mapTo(byte[].class)
                            .one()))
                    .isEqualTo(BYTES);
        }
    }

    private record Note(String v) {}

    @Test
    void aRowThatHoldsItIsReadOtherwise() throws Exception {
        try (AsyncSqlite db = open()) {
            assertThat(await(db.query("SELECT k, v FROM t").one()).getLong("k")).isEqualTo(1);
        }
    }

    @Test
    void itsBytesAreWrittenBack() throws Exception {
        try (AsyncSqlite db = open()) {
            byte[] bytes = await(db.query("SELECT v FROM t").one()).getBytes(0);

            await(db.execute("INSERT INTO t(v) VALUES (CAST(? AS TEXT))", (Object) bytes));

            assertThat(await(db.query("SELECT count(DISTINCT v) FROM t")
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(1);
        }
    }

    @Test
    void aStatementThatReturnsItHasRun() throws Exception {
        try (AsyncSqlite db = open()) {
            List<Row> rows = await(
                    db.query("INSERT INTO t(v) SELECT v FROM t RETURNING v").list());

            refused(() -> rows.get(0).getString("v"));
            assertThat(await(
                            db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                    .isEqualTo(2);
        }
    }

    static Stream<String> malformed() {
        // A byte of no form, one that continues nothing, one that is not continued, a longer form than needed, a
        // surrogate, beyond Unicode.
        return Stream.of("FF", "80", "41C3", "C080", "EDA080", "F4908080");
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void everyKindIsRefused(String hex) throws Exception {
        try (AsyncSqlite db = open("UTF-8", hex)) {
            refused(() -> await(db.query("SELECT v FROM t").one()).getString("v"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16le", "UTF-16be"})
    void theCharacterThatReplacesOthersIsRead(String encoding) throws Exception {
        try (AsyncSqlite db = open(encoding, "4100")) {
            String text = "a\uFFFD\uD83E\uDD4A\0ä";

            assertThat(await(db.query("SELECT ?", text).mapTo(String.class).one()))
                    .isEqualTo(text);
            await(db.execute("UPDATE t SET v = ?", text.repeat(10_000)));
            assertThat(await(db.query("SELECT v FROM t").mapTo(String.class).one()))
                    .isEqualTo(text.repeat(10_000));
        }
    }

    @ParameterizedTest
    @CsvSource({"UTF-16le, 410000D84200", "UTF-16be, 0041D8000042", "UTF-16le, 410000DC"})
    void aLoneSurrogateIsRefused(String encoding, String hex) throws Exception {
        try (AsyncSqlite db = open(encoding, hex)) {
            Row row = await(
                    db.query("SELECT v, hex(CAST(v AS BLOB)) AS stored FROM t").one());

            refused(() -> row.getString("v"));
            assertThat(HexFormat.of().withUpperCase().formatHex(row.getBytes("v")))
                    .isEqualTo(row.getString("stored"))
                    .isEqualTo(hex);
        }
    }
}
