package io.asyncsqlite.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Draws inserts per second as bars on a logarithmic scale, with the lowest and the highest round as a line. The colours are readable on
 * light and dark pages.
 */
final class InsertPicture {

    private static final int LEFT = 210;
    private static final int BAR_AREA = 400;
    private static final int ROW = 26;
    private static final int TOP = 40;
    private static final double MIN_EXPONENT = 3;
    private static final double MAX_EXPONENT = 6.3;

    private final Map<Contender, List<Double>> scores;

    InsertPicture(Map<Contender, List<Double>> scores) {
        this.scores = scores;
    }

    String svg() {
        StringBuilder rows = new StringBuilder();
        int y = TOP;
        for (Contender contender : Contender.values()) {
            rows.append(row(contender, Spread.of(Objects.requireNonNull(scores.get(contender))), y));
            y += ROW;
        }
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="720" height="%d" font-family="sans-serif" font-size="13" fill="#6e7781">
                <text x="10" y="20" font-weight="bold">Durable single-row inserts per second (logarithmic), median and range of rounds</text>
                %s</svg>
                """, y + 10, rows);
    }

    private static String row(Contender contender, Spread spread, int y) {
        boolean ours = contender.method.equals("asyncsqlite");
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
                label(contender),
                LEFT,
                y + 4,
                length(spread.median()),
                ROW - 8,
                ours ? "#1f6feb" : "#b6bec9",
                LEFT + length(spread.min()),
                LEFT + length(spread.max()),
                middle,
                middle,
                LEFT + length(spread.max()) + 8,
                middle + 4,
                spread.median());
    }

    private static String label(Contender contender) {
        return contender == Contender.HAND_BATCHED
                ? "one big transaction by hand"
                : "%s, %d in flight".formatted(contender.method, contender.inFlight);
    }

    private static double length(double score) {
        double exponent = Math.log10(Math.max(score, 1));
        return BAR_AREA * Math.min(1, Math.max(0, (exponent - MIN_EXPONENT) / (MAX_EXPONENT - MIN_EXPONENT)));
    }
}
