package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;

/** A cache whose entries expire, and which survives the program. */
public final class Cache {

    public static void main(String[] args) {
        SqliteOptions options = SqliteOptions.file(Path.of(args[0]))
                .synchronous(Synchronous.NORMAL)
                .build();
        try (AsyncSqlite async = AsyncSqlite.open(options)) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE IF NOT EXISTS cache(key TEXT PRIMARY KEY, value TEXT, expires) WITHOUT ROWID");
            Instant now = Instant.parse("2026-01-01T12:00:00Z");
            put(db, "a", "1", now.plusSeconds(60));
            put(db, "a", "2", now.plusSeconds(60));
            put(db, "b", "3", now.plusSeconds(5));
            Instant later = now.plusSeconds(30);
            System.out.println(get(db, "a", later) + " " + get(db, "b", later));
            System.out.println(
                    db.execute("DELETE FROM cache WHERE expires <= ?", later).rowsUpdated() + " expired");
        }
    }

    private static void put(BlockingSqlite db, String key, String value, Instant expires) {
        db.execute("REPLACE INTO cache VALUES (?, ?, ?)", key, value, expires);
    }

    private static Optional<String> get(BlockingSqlite db, String key, Instant now) {
        return db.query("SELECT value FROM cache WHERE key = ? AND expires > ?", key, now)
                .mapTo(String.class)
                .findOne();
    }
}
