package io.asyncsqlite.dqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.dqlite.node.DqliteNode;
import io.asyncsqlite.dqlite.node.NodeOptions;
import java.nio.file.Path;

/** A server inside of a program, which a test runs. */
public final class Nodes {

    private Nodes() {}

    /** Begins a cluster of one server, and returns the version of SQLite there. */
    public static String version(Path directory, String address) {
        // tag::node[]
        try (DqliteNode node = DqliteNode.start(NodeOptions.first(directory, address));
                AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(ClusterLocation.of(node.address()))
                        .build())) {
            return db.query("SELECT sqlite_version()").mapTo(String.class).one().join();
        }
        // end::node[]
    }
}
