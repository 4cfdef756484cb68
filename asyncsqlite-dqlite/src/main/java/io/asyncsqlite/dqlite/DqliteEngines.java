package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.internal.connection.ClusterEngine;
import io.asyncsqlite.internal.connection.ClusterEngines;

/** Makes engines for databases in dqlite clusters. The core finds it through the service loader; programs need not use it. */
public final class DqliteEngines implements ClusterEngines {

    /** For the service loader. */
    public DqliteEngines() {}

    @Override
    public ClusterEngine of(ClusterLocation location) {
        return new DqliteEngine(location);
    }
}
