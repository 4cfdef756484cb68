package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Maintenance;
import io.asyncsqlite.SqliteAttachment;
import io.asyncsqlite.SqliteExtension;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The code about long work in docs/operations.md, and about attached files in docs/options.md, which a test runs. */
final class MaintenanceRecipes {

    private MaintenanceRecipes() {}

    static CompletableFuture<Void> nightly(AsyncSqlite db) {
        // tag::maintenance[]
        Maintenance maintenance = db.maintenance().withTimeout(Duration.ofMinutes(10));
        return maintenance
                .integrityCheck()
                .thenAccept(problems -> problems.forEach(System.err::println))
                .thenCompose(checked -> maintenance.optimize());
        // end::maintenance[]
    }

    static SqliteOptions withAttachedFiles(Path file, Path directory) {
        // tag::attach[]
        return SqliteOptions.file(file)
                .attach(SqliteAttachment.of("audit", directory.resolve("audit.db")))
                .attach(SqliteAttachment.of("geo", directory.resolve("geo.db")).asReadOnly())
                .build();
        // end::attach[]
    }

    static SqliteOptions withExtension(Path file, String sha256) {
        // tag::extension[]
        return SqliteOptions.file(file)
                .extension(new SqliteExtension(Path.of("/opt/app/vec0.so"), null, sha256))
                .build();
        // end::extension[]
    }
}
