package io.asyncsqlite;

/**
 * A server of a cluster, as the leader knows it. A preview: it may change in any version.
 *
 * @param address {@code host:port}, by which the other servers know it
 * @param role what it does
 * @param leader whether it leads, so that all reads and writes go to it
 */
public record ClusterNode(String address, Role role, boolean leader) {

    /** What a server does. */
    public enum Role {
        /** It has a copy of the database, and takes part in elections and in every COMMIT. */
        VOTER,
        /** It has a copy of the database. */
        STANDBY,
        /** It has no copy. */
        SPARE,
        /** What this version of the library does not know. */
        UNKNOWN
    }
}
