package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;

/** Full-text search, best matches first, with the words marked. */
public final class Search {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE VIRTUAL TABLE page USING fts5(title, body, tokenize = 'porter')");
            db.executeMany(
                    "INSERT INTO page(title, body) VALUES (?, ?)",
                    List.of(
                            List.of("Tea", "Green tea is not roasted."),
                            List.of("Coffee", "Coffee beans are roasted, and tea is not."),
                            List.of("Water", "Water is clear.")));
            search(db, "roasting tea").forEach(System.out::println);
        }
    }

    private static List<String> search(BlockingSqlite db, String words) {
        // In quotes a word of the user is never an operator of FTS5.
        String query = words.replace("\"", "").replaceAll("\\S+", "\"$0\"");
        return db.query("""
                SELECT title || ': ' || snippet(page, 1, '[', ']', '..', 8) FROM page
                WHERE page MATCH ? ORDER BY rank LIMIT 10""", query).mapTo(String.class).list();
    }
}
