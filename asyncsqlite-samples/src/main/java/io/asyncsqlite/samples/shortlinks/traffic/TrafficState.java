package io.asyncsqlite.samples.shortlinks.traffic;

/**
 * How far the simulated traffic is, or how the latest went.
 *
 * @param running whether visitors are under way
 * @param clients visitors at a time
 * @param secondsLeft until it ends by itself
 * @param answered clicks that were answered with a redirect, each of them stored by then
 * @param failed requests that had another answer, or none
 */
public record TrafficState(boolean running, int clients, long secondsLeft, long answered, long failed) {}
