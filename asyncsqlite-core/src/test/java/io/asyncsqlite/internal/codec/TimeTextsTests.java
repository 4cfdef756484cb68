package io.asyncsqlite.internal.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextsTests {

    private static final long FIRST_DAY = LocalDate.of(0, 1, 1).toEpochDay();
    private static final long LAST_DAY = LocalDate.of(9999, 12, 31).toEpochDay();
    private static final long[] UNITS = {1, 1_000, 1_000_000, 1_000_000_000L, 60_000_000_000L, 3_600_000_000_000L};

    @Test
    void datesAndTimesAreWrittenWithAllTheirDigits() {
        Random random = new Random(1);
        for (int i = 0; i < 100_000; i++) {
            LocalDate date = LocalDate.ofEpochDay(random.nextLong(FIRST_DAY, LAST_DAY + 1));
            long unit = UNITS[random.nextInt(UNITS.length)];
            LocalTime time = LocalTime.ofNanoOfDay(random.nextLong(24L * 3_600_000_000_000L / unit) * unit);

            assertThat(TimeTexts.date(date)).isEqualTo(written(date));
            assertThat(TimeTexts.time(time)).isEqualTo(written(time));
            assertThat(TimeTexts.dateTime(LocalDateTime.of(date, time))).isEqualTo(written(date) + " " + written(time));
        }
    }

    private static String written(LocalDate date) {
        return String.format(Locale.ROOT, "%04d-%02d-%02d", date.getYear(), date.getMonthValue(), date.getDayOfMonth());
    }

    private static String written(LocalTime time) {
        String text = String.format(Locale.ROOT, "%02d:%02d:%02d", time.getHour(), time.getMinute(), time.getSecond());
        String fraction = String.format(Locale.ROOT, ".%09d", time.getNano());
        for (int i = 0; i < 3 && fraction.endsWith("000"); i++) {
            fraction = fraction.substring(0, fraction.length() - 3);
        }
        return text + (fraction.equals(".") ? "" : fraction);
    }

    @ParameterizedTest
    @ValueSource(ints = {-999_999_999, -1, 10_000, 999_999_999})
    void otherYearsAreRefused(int year) {
        LocalDate date = LocalDate.of(year, 1, 1);

        assertThatThrownBy(() -> TimeTexts.date(date)).isInstanceOf(DateTimeException.class);
        assertThatThrownBy(() -> TimeTexts.dateTime(date.atStartOfDay())).isInstanceOf(DateTimeException.class);
    }
}
