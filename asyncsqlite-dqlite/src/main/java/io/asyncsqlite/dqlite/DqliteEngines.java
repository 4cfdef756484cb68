package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.internal.connection.ClusterEngines;
import io.asyncsqlite.internal.engine.Engine;

/** Makes engines for databases in dqlite clusters. The core finds it through the service loader; programs need not use it. */
public final class DqliteEngines implements ClusterEngines {

    /** For the service loader. */
    public DqliteEngines() {}

    @Override
    public Engine of(ClusterLocation location) {
        return new DqliteEngine(location);
    }
}
