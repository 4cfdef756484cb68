package io.asyncsqlite.internal.option;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;

/** Shows times in messages, in milliseconds such as {@code 50 ms} or {@code 0.012 ms}. */
public final class Millis {

    private Millis() {}

    /** Shows a time that was set, exactly. */
    public static String of(Duration time) {
        return shown(
                BigDecimal.valueOf(time.getSeconds()).scaleByPowerOfTen(3).add(BigDecimal.valueOf(time.getNano(), 6)));
    }

    /** Shows a measured time, to the microsecond. */
    public static String of(long nanos) {
        return shown(BigDecimal.valueOf(nanos, 6).setScale(3, RoundingMode.HALF_UP));
    }

    private static String shown(BigDecimal millis) {
        return millis.stripTrailingZeros().toPlainString() + " ms";
    }
}
