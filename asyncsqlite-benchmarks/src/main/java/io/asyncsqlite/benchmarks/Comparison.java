package io.asyncsqlite.benchmarks;

import org.jspecify.annotations.Nullable;

/** A ratio that is reported, and the bar that it must reach. */
enum Comparison {
    // The bar is one of time, at most 1.5 times as long.
    EXECUTOR_1(Contender.ASYNCSQLITE_1, Contender.EXECUTOR_1, 1 / 1.5),
    EXECUTOR_64(Contender.ASYNCSQLITE_64, Contender.EXECUTOR_64, null),
    EXECUTOR_1024(Contender.ASYNCSQLITE_1024, Contender.EXECUTOR_1024, null),
    HIKARI_64(Contender.ASYNCSQLITE_64, Contender.HIKARI_64, 20.0),
    HAND_BATCHED(Contender.ASYNCSQLITE_1024, Contender.HAND_BATCHED, 0.35);

    final Contender ours;
    final Contender theirs;

    /** The least ratio, or null if there is no bar. */
    final @Nullable Double bar;

    Comparison(Contender ours, Contender theirs, @Nullable Double bar) {
        this.ours = ours;
        this.theirs = theirs;
        this.bar = bar;
    }
}
