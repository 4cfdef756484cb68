package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.WriteResult;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The code of the README, which a test runs on a database with the table {@code note}. */
final class Basics {

    private Basics() {}

    // tag::note[]
    record Note(long id, String body) {}
    // end::note[]

    static CompletableFuture<Void> rows(AsyncSqlite db) {
        // tag::rows[]
        CompletableFuture<List<Note>> all =
                db.query("SELECT id, body FROM note").mapTo(Note.class).list();
        CompletableFuture<Optional<Note>> one = db.query("SELECT id, body FROM note WHERE id = ?", 7)
                .mapTo(Note.class)
                .findOne();
        CompletableFuture<Long> count =
                db.query("SELECT count(*) FROM note").mapTo(Long.class).one();
        CompletableFuture<Long> printed =
                db.query("SELECT * FROM note").forEach(row -> System.out.println(row.getString("body")));
        // end::rows[]
        return CompletableFuture.allOf(all, one, count, printed);
    }

    static CompletableFuture<Void> parameters(AsyncSqlite db) {
        // tag::parameters[]
        CompletableFuture<WriteResult> byPosition =
                db.execute("INSERT INTO note(id, body) VALUES (?, ?)", 1, "by position");
        CompletableFuture<WriteResult> byName =
                db.execute("INSERT INTO note(id, body) VALUES (:id, :body)", Map.of("id", 2, "body", "by name"));
        CompletableFuture<WriteResult> ofARecord =
                db.execute("INSERT INTO note(id, body) VALUES (:id, :body)", new Note(3, "of a record"));
        CompletableFuture<Long> allOrNone =
                db.executeMany("INSERT INTO note(body) VALUES (?)", List.of("one", "after", "the other"));
        CompletableFuture<List<String>> list = db.query("SELECT body FROM note WHERE id IN (?)", List.of(1, 2, 3))
                .mapTo(String.class)
                .list();
        // end::parameters[]
        return CompletableFuture.allOf(byPosition, byName, ofARecord, allOrNone, list);
    }

    static CompletableFuture<WriteResult> function(AsyncSqlite db) {
        // tag::function[]
        return db.inTransaction(tx -> tx.query("SELECT body FROM note WHERE id = ?", 1)
                .mapTo(String.class)
                .one()
                .thenCompose(body -> tx.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1)));
        // end::function[]
    }

    static CompletableFuture<WriteResult> lambda(AsyncSqlite db) {
        // tag::lambda[]
        return db.write(connection -> {
            String body = connection
                    .query("SELECT body FROM note WHERE id = ?", 1)
                    .mapTo(String.class)
                    .one();
            return connection.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1);
        });
        // end::lambda[]
    }

    static List<Note> blocking(AsyncSqlite async) {
        // tag::blocking[]
        BlockingSqlite db = async.blocking();
        db.inTransaction(tx -> {
            String body = tx.query("SELECT body FROM note WHERE id = ?", 1)
                    .mapTo(String.class)
                    .one();
            return tx.execute("UPDATE note SET body = ? WHERE id = ?", body + "!", 1);
        });
        return db.query("SELECT id, body FROM note").mapTo(Note.class).list();
        // end::blocking[]
    }

    static CompletableFuture<String> failure(AsyncSqlite db) {
        // tag::failure[]
        return db.execute("INSERT INTO note(id, body) VALUES (?, ?)", 1, "again")
                .handle((written, failure) -> {
                    if (failure instanceof ConstraintException refused && refused.isUniqueViolation()) {
                        return "taken: " + refused.columns();
                    }
                    return failure == null ? "stored" : "failed";
                });
        // end::failure[]
    }
}
