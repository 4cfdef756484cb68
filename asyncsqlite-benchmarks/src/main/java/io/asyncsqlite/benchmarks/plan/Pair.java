package io.asyncsqlite.benchmarks.plan;

import org.jspecify.annotations.Nullable;

/**
 * Two contenders that are measured back to back.
 *
 * @param ours the contender whose score is divided
 * @param theirs the contender by whose score it is divided
 * @param bar the least ratio that is wanted; null if there is none
 */
public record Pair(
        Contender ours, Contender theirs, @Nullable Double bar) {

    public String id() {
        return ours.id() + " / " + theirs.id();
    }
}
