package io.asyncsqlite.examples;

// tag::quick-start[]
import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;

public final class QuickStart {

    public static void main(String[] args) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of("app.db"))) {
            db.execute("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                    .thenCompose(created -> db.execute("INSERT INTO note(body) VALUES (?)", "hi"))
                    .thenCompose(
                            committed -> db.query("SELECT id, body FROM note").list())
                    .thenAccept(rows -> System.out.println(rows))
                    .join();
        }
    }
}
// end::quick-start[]
