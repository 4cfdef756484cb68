package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A user may have three files: the check and the insert are one statement. */
public final class Quota {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE file(user TEXT, name TEXT, PRIMARY KEY (user, name)) WITHOUT ROWID");
            for (String name : List.of("a", "b", "c", "d")) {
                System.out.println(name + ": " + (add(db, "ada", name) ? "stored" : "limit reached"));
            }
            db.execute("DELETE FROM file WHERE user = ? AND name = ?", "ada", "a");
            System.out.println("d: " + (add(db, "ada", "d") ? "stored" : "limit reached"));
        }
    }

    private static boolean add(BlockingSqlite db, String user, String name) {
        return db.execute("""
                INSERT INTO file SELECT :user, :name
                WHERE (SELECT count(*) FROM file WHERE user = :user) < 3""", Map.of("user", user, "name", name)).rowsUpdated() == 1;
    }
}
