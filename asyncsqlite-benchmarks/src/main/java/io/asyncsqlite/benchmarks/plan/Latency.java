package io.asyncsqlite.benchmarks.plan;

/**
 * How long operations took, in microseconds, from the moment when they were due.
 *
 * @param p50 half of them took no longer
 * @param p99 of a hundred, 99 took no longer
 * @param p999 of a thousand, 999 took no longer
 * @param max none took longer
 */
public record Latency(double p50, double p99, double p999, double max) {}
