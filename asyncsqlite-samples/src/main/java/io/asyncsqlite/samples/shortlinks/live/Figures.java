package io.asyncsqlite.samples.shortlinks.live;

/**
 * What the database does, from the meters of the application.
 *
 * @param writesPerSecond writes that were committed, of the last second
 * @param groupSize writes that shared a COMMIT, the mean of the last second; 0 without one
 * @param queued operations that wait
 * @param p99Millis time in which 99 of 100 redirects were answered, of the last ten seconds; 0 without one
 */
record Figures(double writesPerSecond, double groupSize, long queued, double p99Millis) {}
