package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Authorizer.Decision;
import io.asyncsqlite.BackupResult;
import io.asyncsqlite.BlobLocation;
import io.asyncsqlite.BlobMode;
import io.asyncsqlite.Capability;
import io.asyncsqlite.QueueFullException;
import io.asyncsqlite.Row;
import io.asyncsqlite.WriteResult;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The code of docs/concurrency.md, docs/connections.md and docs/engines.md, which a test runs. */
final class Recipes {

    private Recipes() {}

    static CompletableFuture<List<Row>> readYourWrite(AsyncSqlite db) {
        // tag::read-your-write[]
        return db.execute(
                        "INSERT INTO account(name, balance) VALUES (:name, :balance)",
                        Map.of("name", "Ann", "balance", 10))
                .thenCompose(committed ->
                        db.query("SELECT name, balance FROM account").list());
        // end::read-your-write[]
    }

    static CompletableFuture<WriteResult> transfer(AsyncSqlite db) {
        // tag::transaction[]
        return db.inTransaction(tx -> tx.query("SELECT balance FROM account WHERE name = ?", "Ann")
                .mapTo(Long.class)
                .one()
                .thenCompose(
                        balance -> tx.execute("UPDATE account SET balance = ? WHERE name = ?", balance - 3, "Ann")));
        // end::transaction[]
    }

    static CompletableFuture<Long> report(AsyncSqlite db) {
        // tag::snapshot[]
        return db.read(connection -> {
            long accounts = connection
                    .query("SELECT count(*) FROM account")
                    .mapTo(Long.class)
                    .one();
            double total = connection
                    .query("SELECT total(balance) FROM account")
                    .mapTo(Double.class)
                    .one();
            return accounts == 0 ? 0 : Math.round(total / accounts);
        });
        // end::snapshot[]
    }

    static CompletableFuture<List<String>> impatiently(AsyncSqlite db) {
        // tag::timeout[]
        return db.withTimeout(Duration.ofSeconds(2))
                .query("SELECT name FROM account")
                .mapTo(String.class)
                .list();
        // end::timeout[]
    }

    static CompletableFuture<WriteResult> patiently(AsyncSqlite db) {
        // tag::retry[]
        return db.execute("UPDATE account SET balance = balance + 1").exceptionallyCompose(failure -> {
            boolean retry = failure instanceof QueueFullException full && full.retryable();
            return retry
                    ? db.execute("UPDATE account SET balance = balance + 1")
                    : CompletableFuture.failedFuture(failure);
        });
        // end::retry[]
    }

    static void print(AsyncSqlite db, Flow.Subscriber<Row> subscriber) {
        // tag::stream[]
        db.query("SELECT name, balance FROM account ORDER BY name").stream().subscribe(subscriber);
        // end::stream[]
    }

    static CompletableFuture<Void> procedural(AsyncSqlite db) {
        // tag::connection[]
        return db.withConnection(connection -> connection
                .begin()
                .thenCompose(
                        begun -> connection.execute("UPDATE account SET balance = balance - 1 WHERE name = ?", "Ann"))
                .thenCompose(updated -> connection.commit()));
        // end::connection[]
    }

    static CompletableFuture<Void> withHandle(AsyncSqlite db) {
        // tag::handle[]
        return db.withTimeout(Duration.ofSeconds(1))
                .begin()
                .thenCompose(tx -> tx.execute("UPDATE account SET balance = balance - 1 WHERE name = ?", "Ann")
                        .thenCompose(updated -> tx.commit())
                        .whenComplete((done, failure) -> tx.rollback()));
        // end::handle[]
    }

    static CompletableFuture<List<Row>> firstTen(AsyncConnection connection) {
        // tag::cursor[]
        return connection.withCursor("SELECT name, balance FROM account ORDER BY name", cursor -> cursor.fetchMany(10));
        // end::cursor[]
    }

    static CompletableFuture<List<Row>> guarded(AsyncConnection connection, String sql) {
        // tag::authorizer[]
        return connection
                .setAuthorizer(request -> switch (request.action()) {
                    case SELECT, FUNCTION -> Decision.ALLOW;
                    case READ -> "balance".equals(request.second()) ? Decision.IGNORE : Decision.ALLOW;
                    default -> Decision.DENY;
                })
                .thenCompose(set -> connection.query(sql).list());
        // end::authorizer[]
    }

    static CompletableFuture<Void> store(AsyncConnection connection, int size, ByteBuffer start, ByteBuffer rest) {
        // tag::blob[]
        return connection
                .begin()
                .thenCompose(begun -> connection.execute("INSERT INTO picture(body) VALUES (zeroblob(?))", size))
                .thenCompose(inserted -> connection.openBlob(
                        BlobLocation.of("picture", "body", inserted.lastInsertRowid()), BlobMode.READ_WRITE))
                .thenCompose(blob -> blob.write(0, start).thenCompose(written -> blob.write(start.remaining(), rest)))
                .thenCompose(written -> connection.commit());
        // end::blob[]
    }

    static CompletableFuture<Optional<BackupResult>> copy(AsyncSqlite db, Path target) {
        // tag::capabilities[]
        if (!db.capabilities().contains(Capability.BACKUP)) {
            // The servers of a cluster have the copies.
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return db.backup(target).thenApply(Optional::of);
        // end::capabilities[]
    }

    static void show(AsyncSqlite db, long id, Flow.Subscriber<ByteBuffer> subscriber) {
        // tag::blob-stream[]
        db.streamBlob(BlobLocation.of("picture", "body", id)).subscribe(subscriber);
        // end::blob-stream[]
    }
}
