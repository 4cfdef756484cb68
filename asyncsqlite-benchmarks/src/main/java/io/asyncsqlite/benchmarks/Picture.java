package io.asyncsqlite.benchmarks;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Draws the scores per second as bars on a logarithmic scale, with the lowest and the highest round as a line. The colours are
 * readable on light and dark pages.
 */
final class Picture {

    private static final int LEFT = 250;
    private static final int BAR_AREA = 360;
    private static final int ROW = 26;
    private static final int TOP = 40;

    private final Comparison comparison;
    private final Map<Contender, List<Double>> scores;
    private final double minExponent;
    private final double maxExponent;

    Picture(Comparison comparison, Map<Contender, List<Double>> scores) {
        this.comparison = comparison;
        this.scores = scores;
        Spread all =
                Spread.of(scores.values().stream().flatMap(Collection::stream).toList());
        // The shortest bar still has a length.
        this.minExponent = Math.floor(exponent(all.min()) - 0.3);
        this.maxExponent = exponent(all.max());
    }

    String svg() {
        StringBuilder rows = new StringBuilder();
        int y = TOP;
        for (Contender contender : comparison.contenders()) {
            if (scores.containsKey(contender)) {
                rows.append(row(contender, Spread.of(Objects.requireNonNull(scores.get(contender))), y));
                y += ROW;
            }
        }
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="720" height="%d" font-family="sans-serif" font-size="13" fill="#6e7781">
                <text x="10" y="20" font-weight="bold">%s: %s per second (logarithmic), median and range of rounds</text>
                %s</svg>
                """, y + 10, comparison.title(), comparison.unit(), rows);
    }

    private String row(Contender contender, Spread spread, int y) {
        int middle = y + ROW / 2;
        return String.format(
                Locale.ROOT,
                """
                <text x="%d" y="%d" text-anchor="end">%s</text>
                <rect x="%d" y="%d" width="%.0f" height="%d" fill="%s"/>
                <line x1="%.0f" x2="%.0f" y1="%d" y2="%d" stroke="#6e7781" stroke-width="2"/>
                <text x="%.0f" y="%d">%,.0f</text>
                """,
                LEFT - 8,
                middle + 4,
                contender.label(),
                LEFT,
                y + 4,
                length(spread.median()),
                ROW - 8,
                contender.engine() != null ? "#1f6feb" : "#b6bec9",
                LEFT + length(spread.min()),
                LEFT + length(spread.max()),
                middle,
                middle,
                LEFT + length(spread.max()) + 8,
                middle + 4,
                spread.median());
    }

    private double length(double score) {
        return BAR_AREA * (exponent(score) - minExponent) / (maxExponent - minExponent);
    }

    private static double exponent(double score) {
        return Math.log10(Math.max(score, 1));
    }
}
