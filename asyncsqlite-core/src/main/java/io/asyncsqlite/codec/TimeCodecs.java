package io.asyncsqlite.codec;

import static io.asyncsqlite.codec.FunctionCodec.text;

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
import org.jspecify.annotations.Nullable;

/** The codecs for dates and times: texts of ISO 8601. */
final class TimeCodecs {

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

    private TimeCodecs() {}

    /** Returns the codec for exactly this type, if it is one of java.time. */
    static @Nullable Codec<?> of(Class<?> type) {
        return switch (type.getName()) {
            case "java.time.Instant" ->
                text(Instant.class, value -> OFFSET_DATE_TIME.format(value.atOffset(ZoneOffset.UTC)), Instant::parse);
            case "java.time.LocalDate" -> text(LocalDate.class, LocalDate::toString, LocalDate::parse);
            case "java.time.LocalTime" -> text(LocalTime.class, TIME::format, LocalTime::parse);
            case "java.time.LocalDateTime" -> text(LocalDateTime.class, DATE_TIME::format, LocalDateTime::parse);
            case "java.time.OffsetTime" -> text(OffsetTime.class, OFFSET_TIME::format, OffsetTime::parse);
            case "java.time.OffsetDateTime" ->
                text(OffsetDateTime.class, OFFSET_DATE_TIME::format, OffsetDateTime::parse);
            case "java.time.ZonedDateTime" -> text(ZonedDateTime.class, TimeCodecs::zoned, ZonedDateTime::parse);
            case "java.time.Duration" -> text(Duration.class, Duration::toString, Duration::parse);
            case "java.time.Period" -> text(Period.class, Period::toString, Period::parse);
            case "java.time.Year" -> text(Year.class, Year::toString, Year::parse);
            case "java.time.YearMonth" -> text(YearMonth.class, YearMonth::toString, YearMonth::parse);
            case "java.time.MonthDay" -> text(MonthDay.class, MonthDay::toString, MonthDay::parse);
            case "java.time.ZoneId" -> text(ZoneId.class, ZoneId::getId, ZoneId::of);
            default -> null;
        };
    }

    private static String zoned(ZonedDateTime value) {
        String text = OFFSET_DATE_TIME.format(value);
        return value.getZone() instanceof ZoneOffset
                ? text
                : text + '[' + value.getZone().getId() + ']';
    }
}
