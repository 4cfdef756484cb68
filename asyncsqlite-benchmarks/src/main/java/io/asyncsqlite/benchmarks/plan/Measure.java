package io.asyncsqlite.benchmarks.plan;

import java.util.Objects;

/** By which figure the contenders of a plan are compared. A ratio above 1 always says that asyncsqlite is better. */
public enum Measure {
    /** Operations per second: more is better. */
    PER_SECOND {
        @Override
        public double of(Score score) {
            return score.perSecond();
        }

        @Override
        public double ratio(Score ours, Score theirs) {
            return of(ours) / of(theirs);
        }
    },
    /** The time within which 99 of a hundred operations end: less is better. */
    P99 {
        @Override
        public double of(Score score) {
            return Objects.requireNonNull(score.latency()).p99();
        }
    },
    /** CPU time per operation: less is better. */
    CPU {
        @Override
        public double of(Score score) {
            return score.cpuMicros();
        }
    },

    /** The time of one operation, where they run one after the other: less is better. */
    TIME {
        @Override
        public double of(Score score) {
            return 1 / score.perSecond();
        }
    };

    /** Returns the figure of a score. */
    public abstract double of(Score score);

    /** Returns how many times better our score is. */
    public double ratio(Score ours, Score theirs) {
        return of(theirs) / of(ours);
    }

    /** Returns how the figure is called, for works that count a unit. */
    public String words(String unit) {
        return switch (this) {
            case PER_SECOND -> unit + " per second";
            case P99 -> "p99 in us";
            case CPU -> "CPU us per operation";
            case TIME -> "seconds per " + unit;
        };
    }
}
