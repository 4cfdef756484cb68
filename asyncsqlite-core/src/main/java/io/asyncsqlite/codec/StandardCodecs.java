package io.asyncsqlite.codec;

import static io.asyncsqlite.codec.FunctionCodec.text;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
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
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.UUID;

/** The codecs that every database has. */
final class StandardCodecs {

    // Always nine digits of a second, so that texts sort as times do.
    private static final DateTimeFormatter TIME = new DateTimeFormatterBuilder()
            .appendPattern("HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 9, 9, true)
            .toFormatter();
    private static final DateTimeFormatter DATE_TIME = new DateTimeFormatterBuilder()
            .append(DateTimeFormatter.ISO_LOCAL_DATE)
            .appendLiteral('T')
            .append(TIME)
            .toFormatter();
    private static final DateTimeFormatter OFFSET_TIME =
            new DateTimeFormatterBuilder().append(TIME).appendOffsetId().toFormatter();
    private static final DateTimeFormatter OFFSET_DATE_TIME =
            new DateTimeFormatterBuilder().append(DATE_TIME).appendOffsetId().toFormatter();

    private static final Codec<BigDecimal> DECIMAL_TEXT = text(BigDecimal.class, BigDecimal::toString, BigDecimal::new);

    static final List<Codec<?>> ALL = List.of(
            new FunctionCodec<>(Boolean.class, value -> value ? 1L : 0L, StandardCodecs::decodeBoolean),
            new FunctionCodec<>(
                    Byte.class, Byte::longValue, stored -> (byte) ranged(stored, Byte.MIN_VALUE, Byte.MAX_VALUE)),
            new FunctionCodec<>(
                    Short.class, Short::longValue, stored -> (short) ranged(stored, Short.MIN_VALUE, Short.MAX_VALUE)),
            new FunctionCodec<>(Integer.class, Integer::longValue, stored -> Math.toIntExact(Storage.integer(stored))),
            new FunctionCodec<>(Long.class, value -> value, Storage::integer),
            new FunctionCodec<>(
                    BigInteger.class,
                    BigInteger::longValueExact,
                    stored -> BigInteger.valueOf(Storage.integer(stored))),
            new FunctionCodec<>(Float.class, value -> number(value.doubleValue()), StandardCodecs::decodeFloat),
            new FunctionCodec<>(Double.class, StandardCodecs::number, Storage::real),
            new FunctionCodec<>(BigDecimal.class, DECIMAL_TEXT::encode, StandardCodecs::decodeDecimal),
            text(String.class, StandardCodecs::wellFormed, value -> value),
            text(Character.class, value -> wellFormed(value.toString()), StandardCodecs::decodeCharacter),
            new FunctionCodec<>(
                    byte[].class, byte[]::clone, stored -> Storage.blob(stored).clone()),
            new FunctionCodec<>(
                    ByteBuffer.class,
                    StandardCodecs::bytes,
                    stored -> ByteBuffer.wrap(Storage.blob(stored).clone())),
            text(UUID.class, UUID::toString, UUID::fromString),
            text(Instant.class, value -> OFFSET_DATE_TIME.format(value.atOffset(ZoneOffset.UTC)), Instant::parse),
            text(LocalDate.class, LocalDate::toString, LocalDate::parse),
            text(LocalTime.class, TIME::format, LocalTime::parse),
            text(LocalDateTime.class, DATE_TIME::format, LocalDateTime::parse),
            text(OffsetTime.class, OFFSET_TIME::format, OffsetTime::parse),
            text(OffsetDateTime.class, OFFSET_DATE_TIME::format, OffsetDateTime::parse),
            text(ZonedDateTime.class, StandardCodecs::zoned, ZonedDateTime::parse),
            text(Duration.class, Duration::toString, Duration::parse),
            text(Period.class, Period::toString, Period::parse),
            text(Year.class, Year::toString, Year::parse),
            text(YearMonth.class, YearMonth::toString, YearMonth::parse),
            text(MonthDay.class, MonthDay::toString, MonthDay::parse),
            text(ZoneId.class, ZoneId::getId, ZoneId::of));

    private StandardCodecs() {}

    private static Boolean decodeBoolean(Object stored) {
        return ranged(stored, 0, 1) == 1;
    }

    private static long ranged(Object stored, long min, long max) {
        long value = Storage.integer(stored);
        if (value < min || value > max) {
            throw new ArithmeticException("the INTEGER is outside " + min + " to " + max);
        }
        return value;
    }

    private static Object number(Double value) {
        if (value.isNaN()) {
            throw new IllegalArgumentException("NaN cannot be stored: SQLite would make it NULL");
        }
        return value;
    }

    private static Float decodeFloat(Object stored) {
        double value = Storage.real(stored);
        float narrowed = (float) value;
        if (narrowed != value) {
            throw new ArithmeticException("the REAL does not fit a float exactly");
        }
        return narrowed;
    }

    private static BigDecimal decodeDecimal(Object stored) {
        if (stored instanceof Long value) {
            return BigDecimal.valueOf(value);
        }
        return stored instanceof Double value ? BigDecimal.valueOf(value) : DECIMAL_TEXT.decode(stored);
    }

    private static Character decodeCharacter(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return text.charAt(0);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    private static String zoned(ZonedDateTime value) {
        String text = OFFSET_DATE_TIME.format(value);
        return value.getZone() instanceof ZoneOffset
                ? text
                : text + '[' + value.getZone().getId() + ']';
    }

    /** A lone surrogate has no UTF-8 form: encoders put a question mark in its place. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("the text has a lone surrogate at index " + i);
                }
                i++;
            }
        }
        return text;
    }
}
