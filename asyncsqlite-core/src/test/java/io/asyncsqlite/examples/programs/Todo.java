package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.SqliteException;
import java.nio.file.Path;

/** A command-line tool: todo FILE add TEXT, todo FILE list. It ends with an exit status and leaves only its file. */
public final class Todo {

    public static void main(String[] args) {
        System.exit(run(args));
    }

    private static int run(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE IF NOT EXISTS todo(id INTEGER PRIMARY KEY, text TEXT NOT NULL UNIQUE)");
            if (args[1].equals("add")) {
                System.out.println("added "
                        + db.execute("INSERT INTO todo(text) VALUES (?)", args[2])
                                .lastInsertRowid());
            } else {
                db.query("SELECT id, text FROM todo ORDER BY id")
                        .forEach(row -> System.out.println(row.getLong("id") + " " + row.getString("text")));
            }
            return 0;
        } catch (SqliteException e) {
            System.err.println("todo: " + e.getMessage());
            return 1;
        }
    }
}
