import io.asyncsqlite.dqlite.DqliteEngines;
import io.asyncsqlite.internal.connection.ClusterEngines;

/** Databases in a dqlite cluster, and its servers. */
module io.asyncsqlite.dqlite {
    requires transitive io.asyncsqlite;
    requires jdk.net;
    requires static transitive org.jspecify;

    exports io.asyncsqlite.dqlite.node;

    provides ClusterEngines with
            DqliteEngines;
}
