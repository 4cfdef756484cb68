package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** Counters that many threads increment, each of which knows its new value and whether it was the first. */
public final class Counters {

    public static void main(String[] args) {
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
            db.execute("CREATE TABLE counter(id INTEGER PRIMARY KEY, name TEXT UNIQUE, n INTEGER NOT NULL)")
                    .join();
            CompletableFuture<?>[] hits = IntStream.range(0, 1_000)
                    .mapToObj(i -> hit(db, i % 2 == 0 ? "even" : "odd"))
                    .toArray(CompletableFuture[]::new);
            CompletableFuture.allOf(hits).join();
            System.out.println(
                    db.query("SELECT name, n FROM counter ORDER BY name").list().join());
        }
    }

    private static CompletableFuture<Void> hit(AsyncSqlite db, String name) {
        return db.execute("INSERT INTO counter(name, n) VALUES (?, 1) ON CONFLICT (name) DO UPDATE SET n = n + 1", name)
                .thenAccept(written -> {
                    if (written.lastInsertRowid() != 0) {
                        System.out.println("new: " + name);
                    }
                });
    }
}
