package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.WriteResult;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** The code of docs/recipes.md, which a test runs. */
final class Cookbook {

    private Cookbook() {}

    record Job(long id, String payload) {}

    static CompletableFuture<Optional<Job>> takeJob(AsyncSqlite db, String worker) {
        // tag::job[]
        return db.query("""
                        UPDATE job SET taken_by = :worker, taken_at = CURRENT_TIMESTAMP
                        WHERE id = (SELECT id FROM job
                                    WHERE taken_by IS NULL OR taken_at < datetime('now', '-5 minutes')
                                    ORDER BY id LIMIT 1)
                        RETURNING id, payload""", Map.of("worker", worker)).mapTo(Job.class).findOne();
        // end::job[]
    }

    static CompletableFuture<List<Long>> keys(AsyncSqlite db, List<Object[]> products) {
        // tag::keys[]
        return db.queryMany("INSERT INTO product(code, name) VALUES (?, ?) RETURNING id", products)
                .mapTo(Long.class)
                .list();
        // end::keys[]
    }

    static CompletableFuture<Long> importFrom(AsyncSqlite db, Flow.Publisher<Map<String, String>> products) {
        // tag::bulk[]
        return db.withTimeout(Duration.ofMinutes(10))
                .bulkWrite("INSERT INTO product(code, name) VALUES (:code, :name)")
                .allOrNone()
                .from(products);
        // end::bulk[]
    }

    static CompletableFuture<List<Row>> page(AsyncSqlite db, long afterId) {
        // tag::page[]
        return db.query("SELECT id, name FROM product WHERE id > ? ORDER BY id LIMIT 50", afterId)
                .list();
        // end::page[]
    }

    static CompletableFuture<WriteResult> upsert(AsyncSqlite db, String code, String name) {
        // tag::upsert[]
        return db.execute("""
                INSERT INTO product(code, name) VALUES (?, ?)
                ON CONFLICT(code) DO UPDATE SET name = excluded.name""", code, name);
        // end::upsert[]
    }

    static CompletableFuture<Void> searchable(AsyncSqlite db) {
        // tag::fts[]
        return db.executeScript("""
                CREATE VIRTUAL TABLE product_text USING fts5(name, content='product', content_rowid='id');
                CREATE TRIGGER product_inserted AFTER INSERT ON product BEGIN
                    INSERT INTO product_text(rowid, name) VALUES (new.id, new.name);
                END;
                CREATE TRIGGER product_deleted AFTER DELETE ON product BEGIN
                    INSERT INTO product_text(product_text, rowid, name) VALUES ('delete', old.id, old.name);
                END;
                INSERT INTO product_text(product_text) VALUES ('rebuild');""");
        // end::fts[]
    }

    static CompletableFuture<List<String>> search(AsyncSqlite db, String words) {
        // tag::search[]
        return db.query("""
                        SELECT product.name FROM product_text JOIN product ON product.id = product_text.rowid
                        WHERE product_text MATCH ? ORDER BY rank LIMIT 20""", '"' + words.replace("\"", "\"\"") + '"')
                .mapTo(String.class)
                .list();
        // end::search[]
    }

    // tag::hit[]
    record Hit(long id, String excerpt, double rank) {}
    // end::hit[]

    static CompletableFuture<List<Hit>> hits(AsyncSqlite db, String words) {
        // tag::snippets[]
        return db.query("""
                        SELECT rowid AS id, snippet(product_text, 0, '[', ']', '...', 8) AS excerpt, rank
                        FROM product_text WHERE product_text MATCH ? ORDER BY rank LIMIT 20""", '"' + words.replace("\"", "\"\"") + '"')
                .mapTo(Hit.class)
                .list();
        // end::snippets[]
    }

    static CompletableFuture<List<String>> json(AsyncSqlite db) {
        // tag::json[]
        return db.query("SELECT value ->> 'name' FROM json_each(?)", "[{\"name\": \"Ada\"}, {\"name\": \"Bob\"}]")
                .mapTo(String.class)
                .list();
        // end::json[]
    }

    static CompletableFuture<Long> withinLimit(AsyncSqlite db, String code, String name) {
        // tag::limit[]
        return db.execute(
                        "INSERT INTO product(code, name) SELECT ?, ? WHERE (SELECT count(*) FROM product) < 1000",
                        code,
                        name)
                .thenApply(WriteResult::rowsUpdated);
        // end::limit[]
    }

    // tag::fresh[]
    static void aTest(Path temporaryDirectory) {
        try (AsyncSqlite db = AsyncSqlite.open(temporaryDirectory.resolve("test.db"))) {
            BlockingSqlite blocking = db.blocking();
            blocking.executeScript("CREATE TABLE product(id INTEGER PRIMARY KEY, code TEXT UNIQUE, name TEXT)");
            blocking.execute("INSERT INTO product(code, name) VALUES (?, ?)", "a", "apple");
        }
    }
    // end::fresh[]
}
