package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.codec.Codec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class CodecTests {

    private enum Sign {
        PLUS {
            @Override
            int apply(int value) {
                return value;
            }
        },
        MINUS;

        int apply(int value) {
            return -value;
        }
    }

    private AsyncSqlite db;

    @BeforeEach
    void open() {
        db = AsyncSqlite.open(SqliteOptions.memory()
                .codec(new UriCodec())
                .codec(new KeptCodec())
                .build());
    }

    @AfterEach
    void close() {
        db.close();
    }

    static Stream<Object> values() {
        ZoneId berlin = ZoneId.of("Europe/Berlin");
        return Stream.of(
                true,
                false,
                Byte.MIN_VALUE,
                Short.MAX_VALUE,
                Integer.MIN_VALUE,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                BigInteger.valueOf(Long.MAX_VALUE),
                1.5f,
                Double.MIN_VALUE,
                Double.NEGATIVE_INFINITY,
                new BigDecimal("123456789.012345"),
                new BigDecimal("-9223372036854775808"),
                new BigDecimal("1000"),
                "",
                "Zwölf Boxkämpfer 🥊",
                "a\0b",
                'x',
                UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                DayOfWeek.FRIDAY,
                Sign.PLUS,
                Sign.MINUS,
                Instant.parse("2026-11-23T01:02:03.123456789Z"),
                Instant.EPOCH,
                LocalDate.of(2024, 2, 29),
                LocalTime.of(1, 2, 3, 4),
                LocalDateTime.of(1999, 12, 31, 23, 59, 59, 999_999_999),
                OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofHours(-3)),
                OffsetDateTime.of(2026, 1, 1, 0, 0, 0, 1, ZoneOffset.UTC),
                ZonedDateTime.of(2026, 1, 1, 2, 30, 0, 0, ZoneOffset.UTC),
                Duration.ofSeconds(-1, 5),
                Period.of(1, 2, 3),
                Year.of(2026),
                Year.of(-300_000),
                YearMonth.of(2026, 11),
                MonthDay.of(2, 29),
                berlin,
                URI.create("https://example.org/a"));
    }

    @ParameterizedTest
    @MethodSource("values")
    void boundValueIsReadBack(Object value) throws Exception {
        Class<?> type = value instanceof Enum<?> constant ? constant.getDeclaringClass() : value.getClass();

        Object read =
                await(db.query("SELECT ?", value).map(row -> row.get(0, type)).one());

        assertThat(read).isEqualTo(value);
    }

    @Test
    void bytesAreCopiedBothWays() throws Exception {
        byte[] bytes = {1, 2, 3};
        Query<Row> query = db.query("SELECT ?", (Object) bytes);
        bytes[0] = 9;

        Row row = await(query.one());
        byte[] read = row.getBytes(0);
        assertThat(read).containsExactly(1, 2, 3);
        read[1] = 9;

        assertThat(row.getBytes(0)).containsExactly(1, 2, 3);
        assertThat(await(db.query("SELECT ?", (Object) new byte[0]).one()).getBytes(0))
                .isEmpty();
    }

    @Test
    void bytesThatLeaveARowAreNotItsOwn() throws Exception {
        Row row = await(db.query("SELECT x'0102' AS v").one());

        for (Object read : new Object[] {
            row.get(0), row.get("v"), row.get(0, Object.class), row.getBytes(0), row.get(0, byte[].class)
        }) {
            ((byte[]) read)[0] = 9;
        }
        row.get(0, ByteBuffer.class).put(0, (byte) 9);
        row.get(0, Kept.class).bytes()[0] = 9;

        assertThat(row.getBytes(0)).containsExactly(1, 2);
    }

    @Test
    void bytesThatACodecGivesAreCopied() throws Exception {
        Kept kept = new Kept(new byte[] {1, 2});
        Query<Row> query = db.query("SELECT ?", kept);
        kept.bytes()[0] = 9;

        assertThat(await(query.one()).getBytes(0)).containsExactly(1, 2);
    }

    @Test
    void aTextThatBecameANumberSaysWhatToDeclare() throws Exception {
        await(db.execute("CREATE TABLE t(phone PHONE)"));
        await(db.execute("INSERT INTO t VALUES ('007')"));

        Row row = await(db.query("SELECT phone FROM t").one());

        assertThat(row.getLong(0)).isEqualTo(7);
        refuses(() -> row.getString(0), "declare the column TEXT");
    }

    @Test
    void aByteBufferIsBoundFromItsPositionAndNotMoved() throws Exception {
        ByteBuffer buffer =
                ByteBuffer.wrap("abcdef".getBytes(StandardCharsets.UTF_8)).position(2);

        Row row = await(db.query("SELECT ?", buffer).one());

        assertThat(row.getBytes(0)).isEqualTo("cdef".getBytes(StandardCharsets.UTF_8));
        assertThat(row.get(0, ByteBuffer.class)).isEqualTo(buffer);
        assertThat(buffer.position()).isEqualTo(2);
    }

    @Test
    void optionalsAreUnwrappedAndNullIsNull() throws Exception {
        Row row = await(db.query("SELECT ?, ?, ?, ?", Optional.empty(), Optional.of("x"), OptionalInt.of(3), null)
                .one());

        assertThat(row.get(0)).isNull();
        assertThat(row.getString(1)).isEqualTo("x");
        assertThat(row.getInt(2)).isEqualTo(3);
        assertThat(row.get(3, UUID.class)).isNull();
        assertThat(row.getString(3)).isNull();
    }

    @Test
    void storesEachTypeInItsStorageClass() throws Exception {
        List<Object> values = List.of(true, 7, 7.0, "x", new byte[] {1}, BigDecimal.ONE, Instant.EPOCH, Sign.PLUS);
        List<String> classes = List.of("integer", "integer", "real", "text", "blob", "integer", "text", "text");

        for (int i = 0; i < values.size(); i++) {
            assertThat(await(db.query("SELECT typeof(?)", values.get(i))
                            .mapTo(String.class)
                            .one()))
                    .isEqualTo(classes.get(i));
        }
    }

    @Test
    void instantsSortAsTextInTheOrderOfTime() throws Exception {
        List<Instant> sorted = List.of(
                Instant.parse("2026-01-01T00:00:00Z"),
                Instant.parse("2026-01-01T00:00:00.000000001Z"),
                Instant.parse("2026-01-01T00:00:00.5Z"),
                Instant.parse("2026-01-01T00:00:01Z"));

        assertThat(await(db.query("SELECT column1 FROM (VALUES (?4), (?2), (?3), (?1)) ORDER BY 1", sorted.toArray())
                        .mapTo(Instant.class)
                        .list()))
                .isEqualTo(sorted);
    }

    static Stream<Object> unstorable() {
        return Stream.of(
                new BigInteger("9223372036854775808"),
                new BigDecimal("9223372036854775808"),
                new BigDecimal("1234567890.123456"),
                new BigDecimal("1E+400"),
                new BigDecimal("1E-400"),
                new BigDecimal("1E+2000000000"),
                LocalDate.of(10_000, 1, 1),
                LocalDateTime.of(-1, 12, 31, 23, 59),
                Instant.MIN,
                OffsetDateTime.of(9999, 12, 31, 23, 59, 0, 0, ZoneOffset.ofHours(-1)),
                ZonedDateTime.of(0, 1, 1, 0, 0, 0, 0, ZoneOffset.ofHours(1)),
                OffsetTime.of(1, 2, 3, 0, ZoneOffset.ofTotalSeconds(3601)),
                YearMonth.of(10_000, 1),
                Duration.ofDays(366 * 293),
                Double.NaN,
                Float.NaN,
                "a\uD800b",
                '\uDC00',
                new Object(),
                List.of(1),
                new int[1]);
    }

    @ParameterizedTest
    @MethodSource("unstorable")
    void refusesWhatSqliteCannotStoreAsItIs(Object value) throws Exception {
        assertThat(failureOf(db.query("SELECT ?", value).one()))
                .isInstanceOfSatisfying(InvalidParameterException.class, failure -> {
                    assertThat(failure).hasMessageContaining("Parameter 1").hasMessageContaining("not executed");
                    assertThat(failure.outcome()).isEqualTo(Outcome.NOT_EXECUTED);
                });
    }

    @Test
    void codecsReadStrictly() throws Exception {
        Row row = await(db.query(
                        "SELECT 5000000000 AS big, 'text' AS t, 1.5 AS r, NULL AS n, 2 AS two, 9007199254740993 AS odd")
                .one());

        refuses(() -> row.getInt("big"), "Column 'big' cannot be read as Integer");
        refuses(() -> row.getLong("t"), "needs INTEGER, is TEXT");
        refuses(() -> row.getLong("r"), "needs INTEGER, is REAL");
        refuses(() -> row.getLong("n"), "Column 'n' is NULL, which Long cannot hold");
        refuses(() -> row.getBoolean("two"), "outside 0 to 1");
        refuses(() -> row.getDouble("odd"), "too large for an exact double");
        refuses(() -> row.get("big", Byte.class), "outside -128 to 127");
        refuses(() -> row.get("t", UUID.class), "the TEXT is no UUID: it must be as 123e4567");
        refuses(() -> row.get("t", Sign.class), "no constant of Sign");
        refuses(() -> row.get("t", Thread.class), "no codec for java.lang.Thread");
        refuses(() -> row.getLong("missing"), "No column 'missing': the row has [big, t, r, n, two, odd]");
        refuses(() -> row.getLong(6), "No column 6: the row has 6");
        assertThat(row.getDouble("two")).isEqualTo(2.0);
        assertThat(row.getLong("BIG")).isEqualTo(5_000_000_000L);
    }

    @Test
    void messagesNeverQuoteValues() throws Exception {
        Row row = await(db.query("SELECT 'secret' AS s").one());

        for (Class<?> type :
                List.of(UUID.class, Instant.class, BigDecimal.class, Sign.class, ZoneId.class, Year.class)) {
            Throwable failure = catchThrowable(() -> row.get("s", type));
            for (Throwable t = failure; t != null; t = t.getCause()) {
                assertThat(t.getMessage()).doesNotContain("secret");
            }
        }
        assertThat(failureOf(db.query("SELECT ?", "secret\uD800").one())).hasMessageNotContaining("secret");
    }

    private static void refuses(ThrowingCallable read, String message) {
        assertThatThrownBy(read).isInstanceOf(InvalidResultException.class).hasMessageContaining(message);
    }

    private static final class UriCodec implements Codec<URI> {

        @Override
        public Class<URI> type() {
            return URI.class;
        }

        @Override
        public Object encode(URI value) {
            return value.toString();
        }

        @Override
        public URI decode(Object stored) {
            return URI.create((String) stored);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // The records are never compared.
    private record Kept(byte[] bytes) {}

    /** Keeps what it is given, and gives what it keeps. */
    private static final class KeptCodec implements Codec<Kept> {

        @Override
        public Class<Kept> type() {
            return Kept.class;
        }

        @Override
        public Object encode(Kept value) {
            return value.bytes();
        }

        @Override
        public Kept decode(Object stored) {
            return new Kept((byte[]) stored);
        }
    }
}
