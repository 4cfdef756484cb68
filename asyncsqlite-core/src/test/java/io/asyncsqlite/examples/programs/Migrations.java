package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;

/** Scripts that bring a schema up to date, each once and in one transaction with its number. */
public final class Migrations {

    private static final List<String> SCRIPTS = List.of(
            "CREATE TABLE person(id INTEGER PRIMARY KEY, name TEXT NOT NULL)",
            "ALTER TABLE person ADD COLUMN email TEXT; CREATE UNIQUE INDEX person_email ON person(email)");

    public static void main(String[] args) {
        for (int start = 1; start <= 2; start++) {
            try (AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
                System.out.println("start " + start + ": " + migrate(db.blocking()) + " scripts run");
            }
        }
    }

    static int migrate(BlockingSqlite db) {
        int done = db.query("PRAGMA user_version").mapTo(Integer.class).one();
        for (int i = done; i < SCRIPTS.size(); i++) {
            db.executeScript(SCRIPTS.get(i) + "; PRAGMA user_version = " + (i + 1));
        }
        return SCRIPTS.size() - done;
    }
}
