package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Measurements of a sensor, and their means by the hour. */
public final class Sensors {

    record Mean(String hour, double degrees, int samples) {}

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE sample(at TEXT NOT NULL, degrees REAL NOT NULL)");
            Instant start = Instant.parse("2026-01-01T00:00:00Z");
            List<Object[]> samples = new ArrayList<>();
            for (int minute = 0; minute < 180; minute++) {
                samples.add(new Object[] {start.plusSeconds(60L * minute), 20 + minute / 60});
            }
            db.executeMany("INSERT INTO sample VALUES (?, ?)", samples);
            db.query("""
                    SELECT strftime('%H:00', at) AS hour, avg(degrees) AS degrees, count(*) AS samples FROM sample
                    WHERE at >= ? GROUP BY hour ORDER BY hour""", start.plusSeconds(3_600)).mapTo(Mean.class).forEach(System.out::println);
        }
    }
}
