package io.asyncsqlite.testing;

import io.asyncsqlite.Row;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiPredicate;
import java.util.stream.Stream;

/**
 * Values of one Java type, and what is expected of them.
 *
 * @param ascending the values, the second one in the middle if they have an order
 * @param order whether they have an order: how they compare, or null
 * @param equals what SQL says for the second one
 * @param same whether the value that is read equals the bound value
 * @param comesBack what that means
 */
public record ValueSample<T>(
        String name,
        Class<T> type,
        List<T> ascending,
        Comparator<T> order,
        List<String> equals,
        BiPredicate<T, T> same,
        String comesBack) {

    public static Stream<ValueSample<?>> all() {
        return Stream.of(
                of(Boolean.class, natural(), List.of("TRUE", "1"), false, true),
                of(Integer.class, natural(), List.of("9", "3 * 3", "9.0"), -2, 9, 10)
                        .named("`Byte`, `Short`, `Integer`"),
                of(Long.class, natural(), List.of("9", "3 * 3", "9.0"), -2L, 9L, 10L, (1L << 53) + 1),
                of(
                        BigInteger.class,
                        natural(),
                        List.of("9", "3 * 3", "9.0"),
                        BigInteger.valueOf(-2),
                        BigInteger.valueOf(9),
                        BigInteger.TEN,
                        BigInteger.valueOf((1L << 53) + 1)),
                of(Float.class, natural(), List.of("9.5", "19 / 2.0"), -2.5f, 9.5f, 10f),
                of(Double.class, natural(), List.of("9.5", "19 / 2.0"), -2.5, 9.5, 10.0, 1e18),
                of(
                                BigDecimal.class,
                                natural(),
                                List.of("9.5", "19 / 2.0", "CAST('9.50' AS NUMERIC)"),
                                new BigDecimal("-3"),
                                new BigDecimal("9.50"),
                                new BigDecimal("10"),
                                new BigDecimal("100.25"))
                        .comingBack((a, b) -> a.compareTo(b) == 0, "the same number, without zeros at its end"),
                of(String.class, natural(), List.of("'9'", "CAST(9 AS TEXT)"), "10", "9", "a"),
                of(Character.class, natural(), List.of("'9'", "char(57)"), '1', '9', 'a'),
                of(
                                DayOfWeek.class,
                                Comparator.comparing(Enum::name),
                                List.of("'MONDAY'"),
                                DayOfWeek.FRIDAY,
                                DayOfWeek.MONDAY,
                                DayOfWeek.TUESDAY)
                        .named("enum, by its name"),
                of(
                        UUID.class,
                        Comparator.comparing(UUID::toString),
                        List.of("'123e4567-e89b-12d3-a456-426614174000'"),
                        UUID.fromString("00000000-0000-0000-0000-000000000000"),
                        UUID.fromString("123e4567-e89b-12d3-a456-426614174000"),
                        UUID.fromString("ffffffff-e89b-12d3-a456-426614174000")),
                of(
                                byte[].class,
                                Arrays::compareUnsigned,
                                List.of("x'0102'"),
                                new byte[] {1},
                                new byte[] {1, 2},
                                new byte[] {-1})
                        .comingBack(Arrays::equals, "the same"),
                of(
                        ByteBuffer.class,
                        Comparator.comparing(ByteBuffer::array, Arrays::compareUnsigned),
                        List.of("x'0102'"),
                        ByteBuffer.wrap(new byte[] {1}),
                        ByteBuffer.wrap(new byte[] {1, 2}),
                        ByteBuffer.wrap(new byte[] {-1})),
                of(
                        Instant.class,
                        natural(),
                        List.of("datetime('2026-05-04T14:00+02:00')", "datetime(1777896000, 'unixepoch')"),
                        Instant.parse("2026-05-04T11:59:59.5Z"),
                        Instant.parse("2026-05-04T12:00:00Z"),
                        Instant.parse("2026-05-04T12:00:00.000000001Z"),
                        Instant.parse("2026-05-04T12:00:00.5Z")),
                of(
                                OffsetDateTime.class,
                                OffsetDateTime.timeLineOrder(),
                                List.of("datetime('2026-05-04 12:00')"),
                                OffsetDateTime.parse("2026-05-04T14:00:00+02:30"),
                                OffsetDateTime.parse("2026-05-04T13:00:00+01:00"),
                                OffsetDateTime.parse("2026-05-04T11:00:00-02:00"))
                        .comingBack(OffsetDateTime::isEqual, "the same instant, in UTC"),
                of(
                                ZonedDateTime.class,
                                Comparator.comparing(ZonedDateTime::toInstant),
                                List.of("datetime('2026-05-04 12:00')"),
                                ZonedDateTime.parse("2026-05-04T07:30:00-04:00[America/New_York]"),
                                ZonedDateTime.parse("2026-05-04T14:00:00+02:00[Europe/Berlin]"),
                                ZonedDateTime.parse("2026-05-04T08:30:00-04:00[America/New_York]"))
                        .comingBack(ZonedDateTime::isEqual, "the same instant, in UTC"),
                of(
                        LocalDateTime.class,
                        Comparator.comparing(value -> value.toInstant(ZoneOffset.UTC)),
                        List.of("datetime('2026-05-04T12:00')"),
                        LocalDateTime.parse("2026-05-04T11:59:59.999"),
                        LocalDateTime.parse("2026-05-04T12:00:00"),
                        LocalDateTime.parse("2026-05-04T12:00:00.001")),
                of(
                        LocalDate.class,
                        Comparator.comparing(LocalDate::toEpochDay),
                        List.of("date('2026-05-04 12:00')", "date('2026-05-03', '+1 day')"),
                        LocalDate.of(999, 12, 31),
                        LocalDate.of(2026, 5, 4),
                        LocalDate.of(2026, 10, 1)),
                of(
                        LocalTime.class,
                        natural(),
                        List.of("time('12:00')", "time('2026-05-04 12:00')"),
                        LocalTime.of(9, 59, 59, 999_000_000),
                        LocalTime.of(12, 0),
                        LocalTime.of(12, 0, 0, 1)),
                of(
                                OffsetTime.class,
                                null,
                                List.of("'12:00:00+01:00'"),
                                OffsetTime.parse("12:00Z"),
                                OffsetTime.parse("12:00+01:00"))
                        .named("`OffsetTime`, by its local time"),
                of(
                        Duration.class,
                        natural(),
                        List.of("10 * 1000000000"),
                        Duration.ofSeconds(9),
                        Duration.ofSeconds(10),
                        Duration.ofMinutes(1)),
                of(
                        Year.class,
                        natural(),
                        List.of("2026", "CAST(strftime('%Y', '2026-05-04') AS INTEGER)"),
                        Year.of(-1),
                        Year.of(2026),
                        Year.of(10_000)),
                of(
                        YearMonth.class,
                        natural(),
                        List.of("strftime('%Y-%m', '2026-05-04')"),
                        YearMonth.of(999, 12),
                        YearMonth.of(2026, 5),
                        YearMonth.of(2026, 10)),
                of(
                        MonthDay.class,
                        natural(),
                        List.of("strftime('--%m-%d', '2026-05-04')"),
                        MonthDay.of(2, 29),
                        MonthDay.of(5, 4),
                        MonthDay.of(10, 1)),
                of(Period.class, null, List.of("'P1M'"), Period.ofDays(30), Period.ofMonths(1))
                        .named("`Period`, without an order"),
                of(ZoneId.class, null, List.of("'Europe/Berlin'"), ZoneOffset.UTC, ZoneId.of("Europe/Berlin"))
                        .named("`ZoneId`, without an order"));
    }

    private static <T extends Comparable<? super T>> Comparator<T> natural() {
        return Comparator.naturalOrder();
    }

    @SafeVarargs
    @SuppressWarnings("varargs") // Only read.
    private static <T> ValueSample<T> of(Class<T> type, Comparator<T> order, List<String> equals, T... ascending) {
        List<T> values = List.of(ascending);
        if (order != null && !values.equals(values.stream().sorted(order).toList())) {
            throw new IllegalArgumentException("not ascending: " + values);
        }
        return new ValueSample<>(
                "`" + type.getSimpleName() + "`", type, values, order, equals, Object::equals, "the same");
    }

    private ValueSample<T> named(String words) {
        return new ValueSample<>(words, type, ascending, order, equals, same, comesBack);
    }

    private ValueSample<T> comingBack(BiPredicate<T, T> alike, String words) {
        return new ValueSample<>(name, type, ascending, order, equals, alike, words);
    }

    /** Tells whether SQLite's answers to less, equal and greater are right for two of the values; without an order only equal counts. */
    public boolean agrees(Row answers, int left, int right) {
        boolean equal = answers.getBoolean(1) == (left == right);
        return order == null
                ? equal
                : equal && answers.getBoolean(0) == (left < right) && answers.getBoolean(2) == (left > right);
    }

    @Override
    public String toString() {
        return type.getSimpleName();
    }
}
