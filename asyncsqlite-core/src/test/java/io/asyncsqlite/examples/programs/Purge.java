package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.stream.IntStream;

/** Many rows are deleted in slices, so that other writes need not wait for all of them. */
public final class Purge {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE log(id INTEGER PRIMARY KEY, day INTEGER NOT NULL)");
            db.executeMany(
                    "INSERT INTO log(day) VALUES (?)",
                    IntStream.range(0, 25_000).map(i -> i % 100).boxed().toList());
            long deleted;
            do {
                deleted = db.execute("DELETE FROM log WHERE id IN (SELECT id FROM log WHERE day < ? LIMIT 10000)", 90)
                        .rowsUpdated();
                System.out.println(deleted + " deleted");
            } while (deleted == 10_000);
            System.out.println(
                    db.query("SELECT count(*) FROM log").mapTo(Long.class).one() + " left");
        }
    }
}
