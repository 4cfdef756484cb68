package io.asyncsqlite.benchmarks.report;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;

/** The median and the extremes of the rounds. */
public record Spread(double median, double min, double max) {

    /** Summarizes at least one value. */
    public static Spread of(Collection<Double> values) {
        return of(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Summarizes the ratio of each round, because a slow phase of the machine slows both contenders. */
    public static Spread ofRatios(List<Double> ours, List<Double> theirs) {
        if (ours.size() != theirs.size()) {
            throw new IllegalArgumentException("Rounds differ: " + ours.size() + " and " + theirs.size());
        }
        return of(IntStream.range(0, ours.size())
                .mapToDouble(i -> ours.get(i) / theirs.get(i))
                .toArray());
    }

    private static Spread of(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("There must be at least 1 round");
        }
        Arrays.sort(values);
        int middle = values.length / 2;
        double median = values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
        return new Spread(median, values[0], values[values.length - 1]);
    }
}
