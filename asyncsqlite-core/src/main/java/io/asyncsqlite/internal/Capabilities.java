package io.asyncsqlite.internal;

import io.asyncsqlite.Capability;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.Engine;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Tells in words of the API what an engine can do. */
final class Capabilities {

    private Capabilities() {}

    /**
     * Returns what an open database can do.
     *
     * @param concurrentReads whether reads run beside the writer
     */
    static Set<Capability> of(Engine engine, boolean concurrentReads) {
        Set<Capability> all = EnumSet.noneOf(Capability.class);
        if (concurrentReads) {
            all.add(Capability.CONCURRENT_READS);
        }
        engine.abilities().forEach(ability -> all.add(of(ability)));
        return Collections.unmodifiableSet(all);
    }

    private static Capability of(Ability ability) {
        return switch (ability) {
            case AUTHORIZER -> Capability.AUTHORIZER;
            case TRACE -> Capability.TRACE;
            case BLOBS_IN_PLACE -> Capability.BLOBS_IN_PLACE;
            case STATISTICS -> Capability.STATISTICS;
            case DECLARED_TYPES -> Capability.DECLARED_TYPES;
            case FUNCTIONS -> Capability.FUNCTIONS;
            case ATTACH -> Capability.ATTACH;
            case BACKUP -> Capability.BACKUP;
            case MAINTENANCE -> Capability.MAINTENANCE;
            case CLUSTER_NODES -> Capability.CLUSTER_NODES;
        };
    }
}
