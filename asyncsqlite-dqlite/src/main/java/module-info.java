import io.asyncsqlite.dqlite.DqliteEngines;
import io.asyncsqlite.internal.connection.ClusterEngines;

/** Databases in a dqlite cluster. */
module io.asyncsqlite.dqlite {
    requires transitive io.asyncsqlite;
    requires jdk.net;
    requires static transitive org.jspecify;

    provides ClusterEngines with
            DqliteEngines;
}
