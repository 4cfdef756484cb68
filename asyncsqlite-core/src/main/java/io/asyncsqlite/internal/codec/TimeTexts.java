package io.asyncsqlite.internal.codec;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Dates and times as SQLite's own functions write them, so that texts sort as times do and equal what {@code CURRENT_TIMESTAMP} gives:
 * {@code YYYY-MM-DD HH:MM:SS} and, unless it is zero, a fraction of 3, 6 or 9 digits, as {@code datetime('now', 'subsec')} has 3. Nothing follows
 * the fraction: a text with fewer digits is the beginning of a later one, and comes before it.
 *
 * @see <a href="https://www.sqlite.org/lang_datefunc.html#time_values">Time values</a>
 */
final class TimeTexts {

    private static final int MAX_YEAR = 9999;
    private static final int FRACTION_DIGITS = 9;
    private static final int WITHOUT_SECONDS = "HH:MM".length();

    private static final String OF_DAY = "(\\d{2}):(\\d{2})(?::(\\d{2})(?:\\.(\\d{1,9}))?)?";
    private static final Pattern TIME = Pattern.compile(OF_DAY + "(?: ?(Z|[+-]\\d{2}:\\d{2}))?");
    private static final Pattern DATE_TIME = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:[ T](" + TIME.pattern() + "))?");

    /** A text that was read: date and time as they are written, and the offset if one is. */
    record Parsed(LocalDateTime local, @Nullable ZoneOffset offset) {}

    private TimeTexts() {}

    static String date(LocalDate date) {
        checkYear(date.getYear());
        return date.toString();
    }

    static String time(LocalTime time) {
        String text = time.toString();
        return text.length() == WITHOUT_SECONDS ? text + ":00" : text;
    }

    static String dateTime(LocalDateTime value) {
        return date(value.toLocalDate()) + ' ' + time(value.toLocalTime());
    }

    static void checkYear(int year) {
        if (year < 0 || year > MAX_YEAR) {
            throw yearOutOfRange();
        }
    }

    static DateTimeException yearOutOfRange() {
        return new DateTimeException(
                "SQLite knows the years 0 to 9999 only, and texts of others do not sort as times do");
    }

    /** Reads a date with or without a time; throws some {@link RuntimeException} if it is none. */
    static Parsed parseDateTime(String text) {
        Matcher matcher = matched(DATE_TIME, text);
        LocalDate date = LocalDate.parse(matcher.group(1));
        if (matcher.group(2) == null) {
            return new Parsed(date.atStartOfDay(), null);
        }
        return new Parsed(date.atTime(time(matcher, 3)), offset(matcher.group(7)));
    }

    /** Reads a time of day, on an arbitrary day; throws some {@link RuntimeException} if it is none. */
    static Parsed parseTime(String text) {
        Matcher matcher = matched(TIME, text);
        return new Parsed(LocalDate.EPOCH.atTime(time(matcher, 1)), offset(matcher.group(5)));
    }

    private static Matcher matched(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new DateTimeException("no date or time");
        }
        return matcher;
    }

    private static LocalTime time(Matcher matcher, int first) {
        String second = matcher.group(first + 2);
        return LocalTime.of(
                Integer.parseInt(matcher.group(first)),
                Integer.parseInt(matcher.group(first + 1)),
                second == null ? 0 : Integer.parseInt(second),
                nanos(matcher.group(first + 3)));
    }

    private static int nanos(@Nullable String fraction) {
        return fraction == null ? 0 : Integer.parseInt(fraction + "0".repeat(FRACTION_DIGITS - fraction.length()));
    }

    private static @Nullable ZoneOffset offset(@Nullable String written) {
        return written == null ? null : ZoneOffset.of(written);
    }
}
