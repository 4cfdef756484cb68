package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;

/** An event log that is appended to, and read again to build the state, in constant memory. */
public final class EventLog {

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE event(n INTEGER PRIMARY KEY, item TEXT NOT NULL, change INTEGER NOT NULL)");
            db.executeMany(
                    "INSERT INTO event(item, change) VALUES (?, ?)",
                    IntStream.range(0, 10_000)
                            .mapToObj(i -> List.of(i % 2 == 0 ? "tea" : "bread", i % 3 - 1))
                            .toList());
            Map<String, Long> stock = new TreeMap<>();
            long events = db.query("SELECT item, change FROM event ORDER BY n")
                    .forEach(row -> stock.merge(row.getString("item"), row.getLong("change"), Long::sum));
            System.out.println(events + " events: " + stock);
        }
    }
}
