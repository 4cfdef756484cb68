package io.asyncsqlite.benchmarks.report;

import java.math.BigDecimal;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A logarithmic axis between two powers of ten.
 *
 * @param low the exponent at its left end
 * @param high the exponent at its right end
 * @param left the x of its left end
 * @param right the x of its right end
 */
record LogAxis(int low, int high, int left, int right) {

    private static final int MILLION = 1_000_000;
    private static final int BILLION = 1_000_000_000;
    private static final int DECADES_WITH_STEPS = 2;

    /** Returns an axis that has room for all values above 0. */
    static LogAxis over(Collection<Double> values, int left, int right) {
        List<Double> exponents = values.stream()
                .filter(value -> value > 0 && Double.isFinite(value))
                .map(Math::log10)
                .toList();
        if (exponents.isEmpty()) {
            return new LogAxis(0, 1, left, right);
        }
        Spread spread = Spread.of(exponents);
        int low = (int) Math.floor(spread.min());
        return new LogAxis(low, Math.max((int) Math.ceil(spread.max()), low + 1), left, right);
    }

    /** Returns where a value is; one that the axis has no room for is at its end. */
    double x(double value) {
        double exponent = Math.min(Math.max(Math.log10(value), low), high);
        return left + (right - left) * (exponent - low) / (high - low);
    }

    /** Returns the powers of ten, and on a short axis also twice and five times as much. */
    List<BigDecimal> ticks() {
        List<Integer> steps = high - low <= DECADES_WITH_STEPS ? List.of(1, 2, 5) : List.of(1);
        return Stream.concat(
                        IntStream.range(low, high)
                                .boxed()
                                .flatMap(exponent -> steps.stream()
                                        .map(step -> BigDecimal.valueOf(step).scaleByPowerOfTen(exponent))),
                        Stream.of(BigDecimal.ONE.scaleByPowerOfTen(high)))
                .toList();
    }

    static String label(BigDecimal tick) {
        if (tick.doubleValue() < 1) {
            return tick.toPlainString();
        }
        long value = tick.longValueExact();
        if (value < MILLION) {
            return String.format(Locale.ROOT, "%,d", value);
        }
        return value < BILLION ? value / MILLION + " million" : value / BILLION + " billion";
    }
}
