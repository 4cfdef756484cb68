package io.asyncsqlite.benchmarks.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.List;

/** Figures for people, with three significant digits. */
final class Figures {

    private static final MathContext THREE_DIGITS = new MathContext(3, RoundingMode.HALF_UP);

    private static final List<String> UNITS = List.of("", " k", " M", " G");

    private Figures() {}

    /** Returns a figure such as {@code 1.37 M}, {@code 6.93 k} or {@code 412}. */
    static String of(double value) {
        if (value == 0 || !Double.isFinite(value)) {
            return value == 0 ? "0" : "none";
        }
        BigDecimal rounded = new BigDecimal(value).round(THREE_DIGITS);
        int thousands = Math.min(Math.max(integerDigits(rounded) - 1, 0) / 3, UNITS.size() - 1);
        BigDecimal scaled = rounded.scaleByPowerOfTen(-3 * thousands);
        int decimals = Math.max(THREE_DIGITS.getPrecision() - integerDigits(scaled), 0);
        return scaled.setScale(decimals, RoundingMode.UNNECESSARY).toPlainString() + UNITS.get(thousands);
    }

    /** Returns how many digits stand before the decimal point; below 1 if zeros follow the point. */
    private static int integerDigits(BigDecimal value) {
        return value.precision() - value.scale();
    }

    /** Returns a median with its extremes, such as {@code 34.5 (32.9 .. 36.5)}. */
    static String of(Spread spread) {
        return of(spread.median()) + " (" + range(spread) + ")";
    }

    /** Returns the extremes, such as {@code 32.9 .. 36.5}. */
    static String range(Spread spread) {
        return of(spread.min()) + " .. " + of(spread.max());
    }
}
