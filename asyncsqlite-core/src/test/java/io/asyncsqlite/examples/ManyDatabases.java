package io.asyncsqlite.examples;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.migration.Migrations;
import io.asyncsqlite.registry.SqliteLease;
import io.asyncsqlite.registry.SqliteRegistry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The code in docs/many-databases.md, which a test runs. */
final class ManyDatabases {

    private ManyDatabases() {}

    static SqliteRegistry<String> registry(Path directory, Migrations migrations) {
        // tag::registry[]
        return SqliteRegistry.<String>builder(customer -> SqliteOptions.file(SqliteRegistry.file(directory, customer))
                        .readers(2)
                        .build())
                .maxOpen(200)
                .idleTime(Duration.ofMinutes(10))
                .initialization(migrations::run)
                .build();
        // end::registry[]
    }

    static CompletableFuture<WriteResult> write(SqliteRegistry<String> customers, String customer) {
        // tag::with-database[]
        return customers.withDatabase(customer, db -> db.execute("INSERT INTO note(body) VALUES (?)", "hi"));
        // end::with-database[]
    }

    static long count(SqliteRegistry<String> customers, String customer) {
        // tag::lease[]
        try (SqliteLease lease = customers.lease(customer).join()) {
            return lease.database()
                    .blocking()
                    .query("SELECT count(*) FROM note")
                    .mapTo(Long.class)
                    .one();
        }
        // end::lease[]
    }

    static CompletableFuture<?> moveOut(SqliteRegistry<String> customers, String customer, Path copy) {
        // tag::move[]
        return customers.withDatabase(customer, db -> db.backup(copy));
        // end::move[]
    }
}
