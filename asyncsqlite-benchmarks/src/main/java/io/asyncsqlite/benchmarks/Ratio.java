package io.asyncsqlite.benchmarks;

import org.jspecify.annotations.Nullable;

/**
 * A ratio that is reported.
 *
 * @param ours the contender whose score is divided
 * @param theirs the contender by whose score it is divided
 * @param bar the smallest allowed ratio; null if there is no bar
 */
record Ratio(Contender ours, Contender theirs, @Nullable Double bar) {

    String id() {
        return ours.id() + " / " + theirs.id();
    }
}
