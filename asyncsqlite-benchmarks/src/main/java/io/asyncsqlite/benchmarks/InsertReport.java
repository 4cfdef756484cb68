package io.asyncsqlite.benchmarks;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the rounds say: ratios, and whether they reach the bars. */
final class InsertReport {

    private final Map<Contender, List<Double>> scores;

    /**
     * Makes a report.
     *
     * @param scores inserts per second in each round
     */
    InsertReport(Map<Contender, List<Double>> scores) {
        this.scores = scores;
    }

    /** Returns the ratios as a table for people. */
    String table() {
        return "%-12s %9s %13s %11s  %-27s %s%n"
                        .formatted(
                                "against", "in flight", "asyncsqlite/s", "rival/s", "ratio: median (min .. max)", "bar")
                + Arrays.stream(Comparison.values()).map(this::line).collect(Collectors.joining());
    }

    /** Returns medians, spreads and verdicts for programs. */
    Map<String, Object> summary() {
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put("insertsPerSecond", byName(Contender.values(), contender -> spread(Spread.of(rounds(contender)))));
        summary.put("ratios", byName(Comparison.values(), this::ratio));
        return summary;
    }

    private String line(Comparison comparison) {
        Spread ratio = ratios(comparison);
        return String.format(
                Locale.ROOT,
                "%-12s %9d %,13.0f %,11.0f  %-27s %s%n",
                comparison.theirs.method,
                comparison.ours.inFlight,
                Spread.of(rounds(comparison.ours)).median(),
                Spread.of(rounds(comparison.theirs)).median(),
                String.format(Locale.ROOT, "%.2f (%.2f .. %.2f)", ratio.median(), ratio.min(), ratio.max()),
                verdict(comparison));
    }

    private String verdict(Comparison comparison) {
        Double bar = comparison.bar;
        return bar == null
                ? "none"
                : String.format(Locale.ROOT, ">= %.2f: %s", bar, met(comparison, bar) ? "met" : "MISSED");
    }

    private Map<String, @Nullable Object> ratio(Comparison comparison) {
        Map<String, @Nullable Object> ratio = spread(ratios(comparison));
        Double bar = comparison.bar;
        ratio.put("bar", bar);
        ratio.put("met", bar == null ? null : met(comparison, bar));
        return ratio;
    }

    private boolean met(Comparison comparison, double bar) {
        return ratios(comparison).median() >= bar;
    }

    private Spread ratios(Comparison comparison) {
        return Spread.ofRatios(rounds(comparison.ours), rounds(comparison.theirs));
    }

    private List<Double> rounds(Contender contender) {
        return scores.getOrDefault(contender, List.of());
    }

    private static Map<String, @Nullable Object> spread(Spread spread) {
        Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
        numbers.put("median", spread.median());
        numbers.put("min", spread.min());
        numbers.put("max", spread.max());
        return numbers;
    }

    private static <E extends Enum<E>> Map<String, Object> byName(
            E[] values, Function<E, Map<String, @Nullable Object>> value) {
        Map<String, Object> named = new LinkedHashMap<>();
        for (E each : values) {
            named.put(each.name(), value.apply(each));
        }
        return named;
    }
}
