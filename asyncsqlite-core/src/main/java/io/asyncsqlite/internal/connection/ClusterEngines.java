package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import java.util.ServiceLoader;

/** Makes engines for databases in clusters. Another artifact has the implementation, which the service loader finds. */
public interface ClusterEngines {

    /**
     * Makes the engine for a database. Connects to nothing.
     *
     * @param location where the database is
     * @return the engine
     */
    ClusterEngine of(ClusterLocation location);

    /** Finds the implementation, and makes the engine for a database. */
    static ClusterEngine find(ClusterLocation location) {
        return ServiceLoader.load(ClusterEngines.class, ClusterEngines.class.getClassLoader())
                .findFirst()
                .orElseThrow(() -> new DatabaseOpenException(
                        "Database '" + location + "' cannot be opened: the artifact asyncsqlite-dqlite is not there",
                        Reason.NO_CLUSTER_ENGINE,
                        null))
                .of(location);
    }
}
