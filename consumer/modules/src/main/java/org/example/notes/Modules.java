package org.example.notes;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import java.nio.file.Path;

public final class Modules {

    private record Note(long id, String body) {}

    public static void main(String[] arguments) {
        if (!AsyncSqlite.class.getModule().isNamed() || !SqliteConnectionFactory.class.getModule().isNamed()) {
            throw new IllegalStateException("not on the module path");
        }
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(arguments[0]))) {
            db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL)").join();
            db.execute("INSERT INTO note(body) VALUES (?)", "modules").join();
            System.out.println(db.query("SELECT id, body FROM note").mapTo(Note.class).list().join());
        }
    }
}
