package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A list of any length as the value of IN. */
public final class Tags {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE photo(name TEXT, tag TEXT)");
            db.executeMany(
                    "INSERT INTO photo VALUES (?, ?)",
                    List.of(List.of("a.jpg", "sea"), List.of("b.jpg", "hill"), List.of("b.jpg", "sea")));
            for (List<String> tags : List.of(List.of("sea", "hill"), List.of("hill"), List.<String>of())) {
                System.out.println(tags + " " + withAll(db, tags));
            }
        }
    }

    private static List<String> withAll(BlockingSqlite db, List<String> tags) {
        return db.query(
                        "SELECT name FROM photo WHERE tag IN (:tags) GROUP BY name HAVING count(*) = :count",
                        Map.of("tags", tags, "count", tags.size()))
                .mapTo(String.class)
                .list();
    }
}
