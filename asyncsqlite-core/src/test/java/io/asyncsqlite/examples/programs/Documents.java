package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;

/** JSON documents, with an index on one of their fields. */
public final class Documents {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.executeScript("CREATE TABLE doc(id INTEGER PRIMARY KEY, body TEXT NOT NULL CHECK (json_valid(body)));"
                    + "CREATE INDEX doc_city ON doc(body ->> 'city')");
            db.executeMany(
                    "INSERT INTO doc(body) VALUES (?)",
                    List.of(
                            "{\"name\": \"Ada\", \"city\": \"London\", \"tags\": [\"math\", \"poems\"]}",
                            "{\"name\": \"Kurt\", \"city\": \"Vienna\", \"tags\": [\"math\"]}"));
            System.out.println(db.query("SELECT body ->> 'name' FROM doc WHERE body ->> 'city' = ?", "Vienna")
                    .mapTo(String.class)
                    .list());
            db.execute(
                    "UPDATE doc SET body = json_set(body, '$.city', ?) WHERE body ->> 'name' = ?", "Princeton", "Kurt");
            db.query("""
                    SELECT tag.value AS tag, count(*) AS docs FROM doc, json_each(body, '$.tags') AS tag
                    GROUP BY tag ORDER BY tag""").forEach(System.out::println);
        }
    }
}
