package io.asyncsqlite.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;

/** The median and the extremes of the rounds. */
public record Spread(double median, double min, double max) {

    /** Summarizes at least one value. */
    public static Spread of(Collection<Double> of) {
        double[] values = of.stream().mapToDouble(Double::doubleValue).toArray();
        if (values.length == 0) {
            throw new IllegalArgumentException("There must be at least 1 round");
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        double median = values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return new Spread(median, values[0], values[values.length - 1]);
    }
}
