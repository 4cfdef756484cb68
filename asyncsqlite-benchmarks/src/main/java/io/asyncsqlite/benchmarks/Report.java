package io.asyncsqlite.benchmarks;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The result of the rounds: ratios, and whether they reach the bars. */
final class Report {

    private final Comparison comparison;
    private final Map<Contender, List<Double>> scores;

    /**
     * Makes a report.
     *
     * @param scores the scores per second of each contender, one for each round
     */
    Report(Comparison comparison, Map<Contender, List<Double>> scores) {
        this.comparison = comparison;
        this.scores = scores;
    }

    /** Returns the ratios as a table for people. */
    String table() {
        return "%-24s %-14s %13s %13s  %-27s %s%n"
                        .formatted("contender", "against", comparison.unit() + "/s", "its", "ratio", "bar")
                + ratios().stream().map(this::line).collect(Collectors.joining());
    }

    /** Returns medians, spreads and verdicts for programs. */
    Map<String, Object> summary() {
        Map<String, Object> perSecond = new LinkedHashMap<>();
        comparison.contenders().stream()
                .filter(scores::containsKey)
                .forEach(contender -> perSecond.put(contender.id(), numbers(Spread.of(rounds(contender)))));
        Map<String, Object> ratios = new LinkedHashMap<>();
        ratios().forEach(ratio -> ratios.put(ratio.id(), verdict(ratio)));
        Map<String, Object> summary = new LinkedHashMap<>();
        summary.put(comparison.unit() + "PerSecond", perSecond);
        summary.put("ratios", ratios);
        return summary;
    }

    /** Returns the ratios of the contenders that ran. */
    private List<Ratio> ratios() {
        return comparison.ratios().stream()
                .filter(ratio -> scores.containsKey(ratio.ours()) && scores.containsKey(ratio.theirs()))
                .toList();
    }

    private String line(Ratio ratio) {
        Spread spread = spread(ratio);
        return String.format(
                Locale.ROOT,
                "%-24s %-14s %,13.0f %,13.0f  %-27s %s%n",
                ratio.ours().id(),
                ratio.theirs().id(),
                Spread.of(rounds(ratio.ours())).median(),
                Spread.of(rounds(ratio.theirs())).median(),
                String.format(Locale.ROOT, "%.2f (%.2f .. %.2f)", spread.median(), spread.min(), spread.max()),
                words(ratio));
    }

    private String words(Ratio ratio) {
        Double bar = ratio.bar();
        return bar == null
                ? "none"
                : String.format(Locale.ROOT, ">= %.2f: %s", bar, met(ratio, bar) ? "met" : "MISSED");
    }

    private Map<String, @Nullable Object> verdict(Ratio ratio) {
        Map<String, @Nullable Object> verdict = numbers(spread(ratio));
        Double bar = ratio.bar();
        verdict.put("bar", bar);
        verdict.put("met", bar == null ? null : met(ratio, bar));
        return verdict;
    }

    private boolean met(Ratio ratio, double bar) {
        return spread(ratio).median() >= bar;
    }

    private Spread spread(Ratio ratio) {
        return Spread.ofRatios(rounds(ratio.ours()), rounds(ratio.theirs()));
    }

    private List<Double> rounds(Contender contender) {
        return Objects.requireNonNull(scores.get(contender), contender::id);
    }

    private static Map<String, @Nullable Object> numbers(Spread spread) {
        Map<String, @Nullable Object> numbers = new LinkedHashMap<>();
        numbers.put("median", spread.median());
        numbers.put("min", spread.min());
        numbers.put("max", spread.max());
        return numbers;
    }
}
