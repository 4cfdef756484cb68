package io.asyncsqlite.internal.codec;

import static io.asyncsqlite.internal.codec.FunctionCodec.text;

import io.asyncsqlite.codec.Codec;
import io.asyncsqlite.internal.codec.TimeTexts.Parsed;
import java.time.DateTimeException;
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
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The codecs for dates and times: the forms of SQLite's own functions, see {@link TimeTexts}, and integers. */
final class TimeCodecs {

    /** The last second that SQLite knows, of the year 9999: also the last that its modifier "auto" takes for seconds. */
    private static final long LAST_SECOND = 253_402_300_799L;

    /** The first second of the year 0. */
    private static final long FIRST_SECOND = -62_167_219_200L;

    private static final String NUMBERS =
            "an INTEGER may be seconds or milliseconds since 1970, a REAL a julian day: convert it to TEXT,"
                    + " with datetime(x, 'unixepoch'), datetime(x / 1000.0, 'unixepoch', 'subsec') or datetime(x)";

    private static final String DATE = "YYYY-MM-DD";
    private static final String TIME = "HH:MM[:SS[.fraction]]";
    private static final String INSTANT = DATE + "[ " + TIME
            + "], with a space or T between, and Z, an offset such as +01:00, or nothing for UTC at its end";

    private TimeCodecs() {}

    /** Returns the codec for exactly this type, if it is one of java.time. */
    static @Nullable Codec<?> of(Class<?> type) {
        return switch (type.getName()) {
            case "java.time.Instant" -> instants(Instant.class, value -> value, OffsetDateTime::toInstant);
            case "java.time.OffsetDateTime" ->
                instants(OffsetDateTime.class, OffsetDateTime::toInstant, value -> value);
            case "java.time.ZonedDateTime" ->
                instants(ZonedDateTime.class, ZonedDateTime::toInstant, OffsetDateTime::toZonedDateTime);
            case "java.time.LocalDateTime" ->
                times(
                        LocalDateTime.class,
                        TimeTexts::dateTime,
                        text -> localOf(TimeTexts.parseDateTime(text)),
                        DATE + "[ " + TIME + "], with a space or T between and no offset: with one read it as Instant");
            case "java.time.LocalDate" ->
                times(LocalDate.class, TimeTexts::date, TimeCodecs::dateOf, DATE + ", and no time of day but midnight");
            case "java.time.LocalTime" ->
                times(
                        LocalTime.class,
                        TimeTexts::time,
                        text -> localOf(TimeTexts.parseTime(text)).toLocalTime(),
                        TIME + ", without an offset");
            case "java.time.OffsetTime" ->
                times(OffsetTime.class, TimeCodecs::offsetTime, TimeCodecs::offsetTimeOf, TIME + " and an offset or Z");
            case "java.time.Duration" ->
                new FunctionCodec<>(
                        Duration.class, TimeCodecs::nanos, stored -> Duration.ofNanos(StoredValues.integer(stored)));
            case "java.time.Year" ->
                new FunctionCodec<>(Year.class, value -> (long) value.getValue(), TimeCodecs::yearOf);
            case "java.time.YearMonth" -> text(YearMonth.class, TimeCodecs::yearMonth, YearMonth::parse, "YYYY-MM");
            case "java.time.MonthDay" -> text(MonthDay.class, MonthDay::toString, MonthDay::parse, "--MM-DD");
            case "java.time.Period" -> text(Period.class, Period::toString, Period::parse, "as P1Y2M3D");
            case "java.time.ZoneId" -> text(ZoneId.class, ZoneId::getId, ZoneId::of, "as Europe/Berlin or +01:00");
            default -> null;
        };
    }

    /** A codec for a type that tells an instant: in UTC, because only texts of one offset sort as times do. */
    private static <T> FunctionCodec<T> instants(
            Class<T> type, Function<T, Instant> encoder, Function<OffsetDateTime, T> decoder) {
        return new FunctionCodec<>(
                type,
                value -> utc(encoder.apply(value)),
                stored -> decoder.apply(
                        stored instanceof Long number
                                ? ofMillis(number).atOffset(ZoneOffset.UTC)
                                : parsed(type, stored, text -> offsetOf(TimeTexts.parseDateTime(text)), INSTANT)));
    }

    private static <T> FunctionCodec<T> times(
            Class<T> type, Function<T, String> format, Function<String, T> parse, String form) {
        return new FunctionCodec<>(type, format::apply, stored -> parsed(type, stored, parse, form));
    }

    private static <T> T parsed(Class<?> type, Object stored, Function<String, T> parse, String form) {
        if (stored instanceof Number) {
            throw new IllegalArgumentException("needs TEXT, is " + StoredValues.storageClass(stored) + "; " + NUMBERS);
        }
        return FunctionCodec.parse(type, StoredValues.text(stored), parse, form);
    }

    private static String utc(Instant value) {
        if (value.getEpochSecond() < FIRST_SECOND || value.getEpochSecond() > LAST_SECOND) {
            throw TimeTexts.yearOutOfRange();
        }
        return TimeTexts.dateTime(LocalDateTime.ofInstant(value, ZoneOffset.UTC));
    }

    /**
     * Reads the milliseconds that sqlite-jdbc stores. A number that could also be seconds is refused, because one of the two
     * readings is wrong.
     */
    private static Instant ofMillis(long number) {
        long seconds = Math.floorDiv(number, 1000);
        boolean maybeSeconds = number >= -LAST_SECOND && number <= LAST_SECOND;
        if (maybeSeconds || seconds < FIRST_SECOND || seconds > LAST_SECOND) {
            throw new IllegalArgumentException(NUMBERS);
        }
        return Instant.ofEpochMilli(number);
    }

    private static OffsetDateTime offsetOf(Parsed parsed) {
        ZoneOffset offset = parsed.offset();
        return parsed.local().atOffset(offset == null ? ZoneOffset.UTC : offset);
    }

    private static LocalDateTime localOf(Parsed parsed) {
        if (parsed.offset() != null) {
            throw new DateTimeException("has an offset");
        }
        return parsed.local();
    }

    private static LocalDate dateOf(String text) {
        LocalDateTime local = localOf(TimeTexts.parseDateTime(text));
        if (!local.toLocalTime().equals(LocalTime.MIDNIGHT)) {
            throw new DateTimeException("has a time of day");
        }
        return local.toLocalDate();
    }

    /** Writes the offset always as numbers: Z would sort after the point of a fraction. */
    private static String offsetTime(OffsetTime value) {
        int seconds = value.getOffset().getTotalSeconds();
        if (seconds % 60 != 0) {
            throw new DateTimeException("SQLite knows no offsets with seconds");
        }
        return TimeTexts.time(value.toLocalTime())
                + (seconds == 0 ? "+00:00" : value.getOffset().getId());
    }

    private static OffsetTime offsetTimeOf(String text) {
        Parsed parsed = TimeTexts.parseTime(text);
        ZoneOffset offset = parsed.offset();
        if (offset == null) {
            throw new DateTimeException("has no offset");
        }
        return parsed.local().toLocalTime().atOffset(offset);
    }

    private static Object nanos(Duration value) {
        try {
            return value.toNanos();
        } catch (ArithmeticException e) {
            throw new ArithmeticException(
                    "a Duration is stored as an INTEGER of nanoseconds, which 64 bits hold up to 292 years: bind its"
                            + " seconds");
        }
    }

    private static Year yearOf(Object stored) {
        if (stored instanceof String text) {
            return FunctionCodec.parse(Year.class, text, Year::parse, "YYYY");
        }
        long year = StoredValues.integer(stored);
        if (year < Year.MIN_VALUE || year > Year.MAX_VALUE) {
            throw new ArithmeticException("the INTEGER is no year");
        }
        return Year.of((int) year);
    }

    private static String yearMonth(YearMonth value) {
        TimeTexts.checkYear(value.getYear());
        return value.toString();
    }
}
