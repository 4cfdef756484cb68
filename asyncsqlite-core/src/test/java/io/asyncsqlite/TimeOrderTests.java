package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Stored values of {@code java.time} sort as in Java, and SQLite's own functions read and write the same forms. */
@Timeout(120)
class TimeOrderTests {

    private static final long FIRST_SECOND = -62_167_219_200L;
    private static final long LAST_SECOND = 253_402_300_799L;

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(SqliteOptions.memory().build());
    }

    @AfterEach
    void close() {
        db.close();
    }

    /** Instants of all years, many of them within a second of each other, with fractions of all lengths. */
    private static Instant instant(Random random) {
        long span = random.nextBoolean() ? 4 : LAST_SECOND - FIRST_SECOND;
        long second = span == 4 ? random.nextInt(4) : FIRST_SECOND + (long) (random.nextDouble() * span);
        long unit = (long) Math.pow(10, random.nextInt(10));
        return Instant.ofEpochSecond(second, random.nextInt(1_000_000_000) / unit * unit);
    }

    private static LocalDateTime local(Random random) {
        return LocalDateTime.ofInstant(instant(random), ZoneOffset.UTC);
    }

    static Stream<Arguments> types() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        return Stream.of(
                type(Instant.class, TimeOrderTests::instant, Comparator.<Instant>naturalOrder()),
                type(
                        OffsetDateTime.class,
                        random ->
                                instant(random).atOffset(ZoneOffset.ofTotalSeconds(60 * (random.nextInt(1200) - 600))),
                        OffsetDateTime.timeLineOrder()),
                type(
                        ZonedDateTime.class,
                        random -> instant(random).atZone(berlin),
                        Comparator.comparing(ZonedDateTime::toInstant)),
                type(
                        LocalDateTime.class,
                        TimeOrderTests::local,
                        Comparator.comparing(
                                value -> value.atOffset(ZoneOffset.UTC).toInstant())),
                type(
                        LocalDate.class,
                        random -> local(random).toLocalDate(),
                        Comparator.comparing(LocalDate::toEpochDay)),
                type(LocalTime.class, random -> local(random).toLocalTime(), Comparator.<LocalTime>naturalOrder()),
                type(
                        Duration.class,
                        random -> Duration.ofNanos(random.nextLong() >> random.nextInt(60)),
                        Comparator.<Duration>naturalOrder()),
                type(Year.class, random -> Year.of(random.nextInt(30_000) - 15_000), Comparator.<Year>naturalOrder()),
                type(YearMonth.class, random -> YearMonth.from(local(random)), Comparator.<YearMonth>naturalOrder()),
                type(MonthDay.class, random -> MonthDay.from(local(random)), Comparator.<MonthDay>naturalOrder()));
    }

    private static <T> Arguments type(Class<T> type, Function<Random, T> generator, Comparator<T> order) {
        return Arguments.of(type, generator, order);
    }

    @ParameterizedTest
    @MethodSource("types")
    <T> void storedTimesSortAsInJava(Class<T> type, Function<Random, T> generator, Comparator<T> order)
            throws Exception {
        Random random = new Random(11);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < 500; i++) {
            values.add(generator.apply(random));
        }
        await(db.execute("CREATE TABLE t(v)"));
        await(db.executeMany(
                "INSERT INTO t VALUES (?)", values.stream().map(List::of).toList()));
        values.sort(order);

        assertThat(await(db.query("SELECT v FROM t ORDER BY v").mapTo(type).list()))
                .usingElementComparator(order)
                .containsExactlyElementsOf(values);
        T median = values.get(250);
        assertThat(await(db.query("SELECT count(*) FROM t WHERE v < ?", median)
                        .mapTo(Long.class)
                        .one()))
                .isEqualTo(values.stream()
                        .filter(value -> order.compare(value, median) < 0)
                        .count());
        assertThat(await(db.query("SELECT max(v) FROM t").mapTo(type).one()))
                .usingComparator(order)
                .isEqualTo(Collections.max(values, order));
    }

    @Test
    void sqliteUnderstandsEveryInstant() throws Exception {
        Random random = new Random(12);
        for (int i = 0; i < 500; i++) {
            Instant value = instant(random);

            Row row = await(db.query(
                            "SELECT unixepoch(?1), datetime(?1) = substr(?1, 1, 19), datetime(?1) <= ?1, julianday(?1),"
                                    + " strftime('%Y-%m-%d %H:%M:%f', ?1), date(?1), time(?1)",
                            value)
                    .one());

            assertThat(row.getLong(0)).isEqualTo(value.getEpochSecond());
            assertThat(row.getBoolean(1)).isTrue();
            assertThat(row.getBoolean(2)).isTrue();
            assertThat(row.getDouble(3))
                    .isCloseTo(
                            value.getEpochSecond() / 86_400.0 + 2_440_587.5, org.assertj.core.data.Offset.offset(1e-4));
            assertThat(ChronoUnit.NANOS.between(row.get(4, Instant.class), value))
                    .isBetween(-1_000_000L, 1_000_000L);
            assertThat(row.get(5, LocalDate.class))
                    .isEqualTo(value.atOffset(ZoneOffset.UTC).toLocalDate());
            assertThat(row.get(6, LocalTime.class))
                    .isEqualTo(value.atOffset(ZoneOffset.UTC).toLocalTime().truncatedTo(ChronoUnit.SECONDS));
        }
    }

    @Test
    void anInstantComparesWithTheTimeOfSqlite() throws Exception {
        await(db.execute("CREATE TABLE t(k INTEGER, at TEXT NOT NULL DEFAULT CURRENT_TIMESTAMP)"));
        await(db.execute("INSERT INTO t(k) VALUES (1)"));
        Instant now = Instant.now();

        assertThat(count("SELECT count(*) FROM t WHERE at BETWEEN ? AND ?", now.minusSeconds(60), now.plusSeconds(60)))
                .isEqualTo(1);
        assertThat(count("SELECT ? < datetime('now')", now.minusSeconds(60))).isEqualTo(1);
        assertThat(count("SELECT ? > datetime('now', 'subsec')", now.plusSeconds(60)))
                .isEqualTo(1);
        assertThat(count("SELECT ? > CURRENT_TIMESTAMP", now.plusSeconds(60))).isEqualTo(1);
        assertThat(count(
                        "SELECT ? = (SELECT at FROM t)",
                        await(db.query("SELECT at FROM t").mapTo(Instant.class).one())))
                .isEqualTo(1);
        assertThat(count(
                        "SELECT ? = date('now') OR ? = date('now', '-1 day')",
                        LocalDate.now(ZoneOffset.UTC),
                        LocalDate.now(ZoneOffset.UTC)))
                .isEqualTo(1);
        assertThat(count(
                        "SELECT ? = datetime('2026-05-04 12:00:00.123', 'subsec')",
                        Instant.parse("2026-05-04T12:00:00.123Z")))
                .isEqualTo(1);
        assertThat(count("SELECT ? = strftime('%Y-%m', '2026-05-04')", YearMonth.of(2026, 5)))
                .isEqualTo(1);
    }

    private long count(String sql, Object... values) throws Exception {
        return await(db.query(sql, values).mapTo(Long.class).one());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-02 03:04:05, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05, 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05Z, 2026-01-02T03:04:05Z",
        "2026-01-02 03:04, 2026-01-02T03:04:00Z",
        "2026-01-02, 2026-01-02T00:00:00Z",
        "2026-01-02 03:04:05.1, 2026-01-02T03:04:05.100Z",
        "2026-01-02 03:04:05.123, 2026-01-02T03:04:05.123Z",
        "2026-01-02 03:04:05.000006, 2026-01-02T03:04:05.000006Z",
        "2026-01-02 03:04:05.000006+00:00, 2026-01-02T03:04:05.000006Z",
        "2026-01-02T03:04:05.123456789+05:30, 2026-01-01T21:34:05.123456789Z",
        "2026-01-02 03:04:05 -01:00, 2026-01-02T04:04:05Z",
        "0000-01-01 00:00:00, 0000-01-01T00:00:00Z",
        "9999-12-31 23:59:59.999999999, 9999-12-31T23:59:59.999999999Z",
    })
    void whatOthersWriteIsReadAsAnInstant(String text, Instant wanted) throws Exception {
        Row row = await(db.query("SELECT ?", text).one());

        assertThat(row.get(0, Instant.class)).isEqualTo(wanted);
        assertThat(row.get(0, OffsetDateTime.class).toInstant()).isEqualTo(wanted);
        assertThat(row.get(0, ZonedDateTime.class).toInstant()).isEqualTo(wanted);
    }

    @Test
    void textsOfOtherProgramsAreReadAsLocalTimes() throws Exception {
        Row row = await(
                db.query("SELECT '2026-01-02T03:04', '2026-01-02 03:04:05.6', '2026-01-02', '2026-01-02 00:00:00.000',"
                                + " '03:04', '03:04:05.000006', '03:04:05.1Z', strftime('%Y', '2026-01-02')")
                        .one());

        assertThat(row.get(0, LocalDateTime.class)).isEqualTo(LocalDateTime.of(2026, 1, 2, 3, 4));
        assertThat(row.get(1, LocalDateTime.class)).isEqualTo(LocalDateTime.of(2026, 1, 2, 3, 4, 5, 600_000_000));
        assertThat(row.get(2, LocalDateTime.class)).isEqualTo(LocalDateTime.of(2026, 1, 2, 0, 0));
        assertThat(row.get(3, LocalDate.class)).isEqualTo(LocalDate.of(2026, 1, 2));
        assertThat(row.get(4, LocalTime.class)).isEqualTo(LocalTime.of(3, 4));
        assertThat(row.get(5, LocalTime.class)).isEqualTo(LocalTime.of(3, 4, 5, 6_000));
        assertThat(row.get(6, OffsetTime.class)).isEqualTo(OffsetTime.of(3, 4, 5, 100_000_000, ZoneOffset.UTC));
        assertThat(row.get(7, Year.class)).isEqualTo(Year.of(2026));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "yesterday",
                "2026-13-01",
                "2026-02-30",
                "2026-01-02 25:00",
                "2026-01-02 03",
                "2026-01-02 03:04:05.",
                "2026-01-02 03:04:05.1234567890",
                "2026-01-02 03:04:05[UTC]",
                "+12026-01-02 03:04:05",
                "\u0662026-01-02"
            })
    void anErrorSaysWhatFormIsExpected(String text) throws Exception {
        Row row = await(db.query("SELECT ? AS at", text).one());

        for (Class<?> type : List.of(Instant.class, OffsetDateTime.class, LocalDateTime.class, LocalDate.class)) {
            assertThatThrownBy(() -> row.get("at", type))
                    .isInstanceOf(InvalidResultException.class)
                    .hasMessageContaining("Column 'at' cannot be read as " + type.getSimpleName())
                    .hasMessageContaining("it must be YYYY-MM-DD")
                    .hasMessageNotContaining(text);
        }
    }

    @Test
    void valueThatDoesNotFitItsTypeIsRefused() throws Exception {
        Row row = await(
                db.query("SELECT '2026-01-02 03:04:05Z', '2026-01-02 03:04:05', '03:04:05+01:00', '03:04:05', 1.5,"
                                + " 'PT9S'")
                        .one());

        assertThatThrownBy(() -> row.get(0, LocalDateTime.class)).hasMessageContaining("read it as Instant");
        assertThatThrownBy(() -> row.get(1, LocalDate.class)).hasMessageContaining("midnight");
        assertThatThrownBy(() -> row.get(2, LocalTime.class)).hasMessageContaining("without an offset");
        assertThatThrownBy(() -> row.get(3, OffsetTime.class)).hasMessageContaining("and an offset");
        assertThatThrownBy(() -> row.get(4, Instant.class)).hasMessageContaining("julian day");
        assertThatThrownBy(() -> row.get(5, Duration.class)).hasMessageContaining("needs INTEGER");
    }

    @Test
    void yearsThatSqliteDoesNotKnowAreRefusedWithTheReason() throws Exception {
        for (Object value : List.of(Instant.MAX, LocalDate.of(-1, 1, 1), YearMonth.of(10_000, 1))) {
            assertThat(failureOf(db.query("SELECT ?", value).one()))
                    .isInstanceOf(InvalidParameterException.class)
                    .hasMessageContaining("years 0 to 9999");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {0, LAST_SECOND, -LAST_SECOND, Long.MIN_VALUE, Long.MAX_VALUE, 253_402_300_800_000L})
    void anIntegerThatMayBeSecondsOrMillisecondsIsNotRead(long number) throws Exception {
        assertThat(failureOf(db.query("SELECT ?", number).mapTo(Instant.class).one()))
                .isInstanceOf(InvalidResultException.class)
                .hasMessageContaining("datetime(x, 'unixepoch')")
                .hasMessageContaining("datetime(x / 1000.0, 'unixepoch', 'subsec')");
        assertThat(failureOf(
                        db.query("SELECT ?", number).mapTo(LocalDateTime.class).one()))
                .hasMessageContaining("needs TEXT, is INTEGER");
    }

    @Test
    void textsOfSqliteJdbcAreRead(@TempDir Path directory) throws Exception {
        Path file = directory.resolve("jdbc.db");
        Instant at = Instant.parse("2026-05-04T12:00:00.123Z");
        write("jdbc:sqlite:" + file, "number", at);
        write("jdbc:sqlite:" + file + "?date_class=text", "text", at);

        try (AsyncSqlite opened = AsyncSqlite.open(file)) {
            List<Row> rows = await(opened.query("SELECT at FROM number UNION ALL SELECT at FROM text")
                    .list());
            assertThat(rows.get(0).storageClass("at")).isEqualTo(StorageClass.INTEGER);
            assertThat(rows.get(0).get("at", Instant.class)).isEqualTo(at);
            assertThat(rows.get(0).get("at", OffsetDateTime.class)).isEqualTo(at.atOffset(ZoneOffset.UTC));
            // sqlite-jdbc writes texts in the zone of its JVM.
            assertThat(rows.get(1).get("at", LocalDateTime.class))
                    .isEqualTo(LocalDateTime.ofInstant(at, ZoneId.systemDefault()));
            await(opened.execute("UPDATE number SET at = datetime(at / 1000.0, 'unixepoch', 'subsec')"));
            assertThat(await(opened.query("SELECT count(*) FROM number WHERE at = ?", at)
                            .mapTo(Long.class)
                            .one()))
                    .isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "'2026-05-04T12:00:00.123456Z'| replace(rtrim(at, 'Z'), 'T', ' ')| 2026-05-04T12:00:00.123456Z",
                "'2026-05-04T14:00:00+02:00'| replace(datetime(at, 'subsec'), '.000', '')| 2026-05-04T12:00:00Z",
                "1777896000000| replace(datetime(at / 1000.0, 'unixepoch', 'subsec'), '.000', '')|"
                        + " 2026-05-04T12:00:00Z",
                "1777896000123| replace(datetime(at / 1000.0, 'unixepoch', 'subsec'), '.000', '')|"
                        + " 2026-05-04T12:00:00.123Z",
                "1777896000| datetime(at, 'unixepoch')| 2026-05-04T12:00:00Z",
                "julianday('2026-05-04 12:00')| replace(datetime(at, 'subsec'), '.000', '')| 2026-05-04T12:00:00Z",
            })
    void theDocumentedConversionsMakeTimesEqual(String stored, String conversion, Instant wanted) throws Exception {
        await(db.execute("CREATE TABLE t(at)"));
        await(db.execute("INSERT INTO t VALUES (" + stored + ")"));

        await(db.execute("UPDATE t SET at = " + conversion));

        assertThat(count("SELECT count(*) FROM t WHERE at = ?", wanted)).isEqualTo(1);
    }

    private static void write(String url, String table, Instant at) throws Exception {
        try (Connection connection = DriverManager.getConnection(url);
                Statement create = connection.createStatement()) {
            create.executeUpdate("CREATE TABLE " + table + "(at TIMESTAMP)");
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + table + " VALUES (?)")) {
                insert.setTimestamp(1, Timestamp.from(at));
                insert.executeUpdate();
            }
        }
    }
}
