package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;

/** One of several processes is the leader, as long as it renews its lease. */
public final class Leader {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE IF NOT EXISTS lease(name TEXT PRIMARY KEY, holder TEXT, until TEXT)");
            Instant now = Instant.parse("2026-01-01T12:00:00Z");
            System.out.println("a: " + lead(db, "a", now));
            System.out.println("b: " + lead(db, "b", now.plusSeconds(10)));
            System.out.println("a: " + lead(db, "a", now.plusSeconds(20)));
            System.out.println("b: " + lead(db, "b", now.plusSeconds(60)));
        }
    }

    private static boolean lead(BlockingSqlite db, String process, Instant now) {
        Map<String, Object> values = Map.of("me", process, "now", now, "until", now.plusSeconds(30));
        return db.execute("""
                INSERT INTO lease VALUES ('leader', :me, :until)
                ON CONFLICT (name) DO UPDATE SET holder = :me, until = :until
                WHERE holder = :me OR until <= :now""", values).rowsUpdated() == 1;
    }
}
