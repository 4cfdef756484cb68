package io.asyncsqlite.benchmarks.report;

import java.util.Locale;

/** Whether a ratio reaches its bar. */
public enum Verdict {
    /** The lowest round reaches the bar, so every round does, and the median. */
    MET,
    /** The highest round is below the bar, so every round is, and the median. */
    MISSED,
    /** The bar lies between the lowest and the highest round: more rounds are needed, or a quieter machine. */
    UNDECIDED;

    public static Verdict of(Spread ratio, double bar) {
        if (ratio.min() >= bar) {
            return MET;
        }
        return ratio.max() < bar ? MISSED : UNDECIDED;
    }

    /** Returns the name in tables. */
    String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
