package io.asyncsqlite.benchmarks.report;

import io.asyncsqlite.benchmarks.plan.Score;

/**
 * Two scores that were measured back to back.
 *
 * @param round the number of the round, from 1
 */
public record PairScore(int round, Score ours, Score theirs) {}
