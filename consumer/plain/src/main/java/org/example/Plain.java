package org.example;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.List;

public final class Plain {

    public record Note(long id, String body) {}

    public static void main(String[] arguments) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]))) {
            db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)")
                    .thenCompose(created -> db.execute("INSERT INTO note(body) VALUES (?)", "plain"))
                    .join();
            List<Note> notes =
                    db.blocking().query("SELECT id, body FROM note").mapTo(Note.class).list();
            System.out.println(notes);
        }
    }
}
