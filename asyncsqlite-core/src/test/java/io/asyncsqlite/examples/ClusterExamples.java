package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.SqliteOptions;

/** A database in a cluster of servers. */
final class ClusterExamples {

    private ClusterExamples() {}

    static AsyncSqlite open() {
        // tag::open[]
        ClusterLocation location = ClusterLocation.of("10.0.0.1:9001", "10.0.0.2:9001", "10.0.0.3:9001")
                .withDatabase("orders");
        AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(location).build());
        // end::open[]
        return db;
    }
}
