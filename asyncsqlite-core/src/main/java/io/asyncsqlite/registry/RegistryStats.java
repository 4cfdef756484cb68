package io.asyncsqlite.registry;

/**
 * The state of a registry at one moment.
 *
 * @param open databases that are open, in use or not
 * @param inUse those of them that have a lease
 * @param opening databases that are being opened and initialized
 * @param closing databases that are being closed
 * @param waitingCallers callers that have no lease yet
 * @param totals counts since the registry was made
 */
public record RegistryStats(int open, int inUse, int opening, int closing, int waitingCallers, Totals totals) {

    /**
     * Counts since the registry was made, which only grow.
     *
     * @param leases leases that were given
     * @param openings databases that were opened; {@code 1 - openings / leases} is about the rate of hits
     * @param failures openings and initializations that failed
     * @param evictions databases that were closed to make room for others
     * @param idle databases that were closed because they had no lease for {@link SqliteRegistry.Builder#idleTime}
     * @param timeouts callers that got no lease in {@link SqliteRegistry.Builder#leaseTimeout}
     */
    public record Totals(long leases, long openings, long failures, long evictions, long idle, long timeouts) {}
}
