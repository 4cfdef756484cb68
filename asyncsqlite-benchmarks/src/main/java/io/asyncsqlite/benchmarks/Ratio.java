package io.asyncsqlite.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A ratio that is reported.
 *
 * @param ours what is divided
 * @param theirs by what
 * @param bar the least that it must be; null if there is no bar
 */
record Ratio(Contender ours, Contender theirs, @Nullable Double bar) {

    String id() {
        return ours.id() + " / " + theirs.id();
    }
}
