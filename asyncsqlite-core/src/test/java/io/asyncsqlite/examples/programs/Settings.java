package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Settings that parts of a program are told of, after they are on the disk. */
public final class Settings {

    private static final List<Consumer<Map.Entry<String, String>>> LISTENERS = new CopyOnWriteArrayList<>();

    public static void main(String[] args) {
        LISTENERS.add(changed -> System.out.println("changed: " + changed));
        try (AsyncSqlite db = AsyncSqlite.open(Path.of(args[0]))) {
            db.execute("CREATE TABLE setting(name TEXT PRIMARY KEY, value TEXT NOT NULL)")
                    .thenCompose(made -> set(db, "theme", "dark"))
                    .thenCompose(set -> set(db, "theme", "dark"))
                    .thenCompose(set -> set(db, "theme", "light"))
                    .join();
        }
    }

    private static CompletableFuture<Void> set(AsyncSqlite db, String name, String value) {
        return db.execute("""
                INSERT INTO setting VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value
                WHERE value IS NOT excluded.value""", name, value).thenAccept(written -> {
            if (written.rowsUpdated() == 1) {
                LISTENERS.forEach(listener -> listener.accept(Map.entry(name, value)));
            }
        });
    }
}
