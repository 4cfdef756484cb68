package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/** The newest posts first, a page at a time, by the key of the last post of the page before. */
public final class Feed {

    record Post(long id, String title) {}

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE post(id INTEGER PRIMARY KEY, title TEXT NOT NULL)");
            db.executeMany(
                    "INSERT INTO post(title) VALUES (?)",
                    IntStream.rangeClosed(1, 7).mapToObj(i -> "post " + i).toList());
            long before = Long.MAX_VALUE;
            List<Post> page;
            while (!(page = page(db, before)).isEmpty()) {
                System.out.println(page.stream().map(Post::title).toList());
                before = page.get(page.size() - 1).id();
            }
        }
    }

    private static List<Post> page(BlockingSqlite db, long before) {
        return db.query("SELECT id, title FROM post WHERE id < ? ORDER BY id DESC LIMIT 3", before)
                .mapTo(Post.class)
                .list();
    }
}
