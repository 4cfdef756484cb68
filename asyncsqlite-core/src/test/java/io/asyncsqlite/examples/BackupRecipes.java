package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupProgress;
import io.asyncsqlite.BackupResult;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.Consumer;

/** The code of docs/backup.md, which a test runs. */
final class BackupRecipes {

    private BackupRecipes() {}

    static CompletableFuture<BackupResult> simple(AsyncSqlite db, Path directory) {
        // tag::backup[]
        return db.backup(directory.resolve("app.backup.db"));
        // end::backup[]
    }

    static CompletableFuture<BackupResult> withOptions(
            AsyncSqlite db, Path target, Consumer<BackupProgress> progressBar) {
        // tag::backup-options[]
        BackupOptions options = BackupOptions.builder()
                .replace(true)
                .verify(true)
                .bytesPerSecond(50_000_000)
                .progress(progressBar)
                .build();
        return db.backup(target, options);
        // end::backup-options[]
    }

    static void restore(Path backup, Path database) {
        // tag::restore[]
        AsyncSqlite.restore(backup, database);
        // end::restore[]
    }

    static void dump(AsyncSqlite db, Flow.Subscriber<? super String> subscriber) {
        // tag::dump[]
        db.dump().subscribe(subscriber);
        // end::dump[]
    }

    static CompletableFuture<Void> intoMemory(AsyncSqlite db, AsyncSqlite memory) {
        // tag::copy-to[]
        return db.contents().copyTo(memory);
        // end::copy-to[]
    }

    static CompletableFuture<Void> clone(AsyncSqlite db, AsyncSqlite other) {
        // tag::serialize[]
        return db.contents()
                .serialize(64_000_000)
                .thenCompose(image -> other.contents().deserialize(image));
        // end::serialize[]
    }

    static CompletableFuture<Void> load(AsyncSqlite db, AsyncSqlite other) {
        // tag::load[]
        return other.contents().load(db.dump());
        // end::load[]
    }
}
