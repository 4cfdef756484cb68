package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;

/** First steps: open a file, make a table, insert, query. */
public final class Notes {

    record Note(long id, String body) {}

    public static void main(String[] args) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
            db.execute("CREATE TABLE IF NOT EXISTS note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                    .thenCompose(made -> db.execute("INSERT INTO note(body) VALUES (?), (?)", "tea", "bread"))
                    .thenCompose(inserted -> db.query("SELECT id, body FROM note")
                            .mapTo(Note.class)
                            .list())
                    .thenAccept(notes -> notes.forEach(note -> System.out.println(note.id() + " " + note.body())))
                    .join();
        }
    }
}
