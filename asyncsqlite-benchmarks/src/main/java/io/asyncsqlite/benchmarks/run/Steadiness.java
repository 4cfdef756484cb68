package io.asyncsqlite.benchmarks.run;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;

/** Says when a rate no longer rises: when the last three windows lie within five percent of each other. */
final class Steadiness {

    private static final int WINDOWS = 3;
    private static final double TOLERANCE = 1.05;

    private final Deque<Double> rates = new ArrayDeque<>();

    /** Notes the rate of one more window, and returns whether the last ones are alike. */
    boolean isSteadyAfter(double rate) {
        rates.add(rate);
        if (rates.size() > WINDOWS) {
            rates.remove();
        }
        return rates.size() == WINDOWS && Collections.max(rates) <= TOLERANCE * Collections.min(rates);
    }
}
