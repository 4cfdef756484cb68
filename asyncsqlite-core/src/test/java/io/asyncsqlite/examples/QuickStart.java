package io.asyncsqlite.examples;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;

/** The example of the README, which a test runs. */
public final class QuickStart {

    private QuickStart() {}

    // tag::quick-start[]
    record Note(long id, String body) {}

    public static void main(String[] args) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of("app.db"))) {
            db.execute("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                    .thenCompose(created -> db.execute("INSERT INTO note(body) VALUES (?)", "hi"))
                    .thenCompose(committed -> db.query("SELECT id, body FROM note")
                            .mapTo(Note.class)
                            .list())
                    .thenAccept(notes -> System.out.println(notes))
                    .join();
        }
    }
    // end::quick-start[]
}
