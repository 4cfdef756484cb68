package io.asyncsqlite.examples.programs;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Sessions of a web application: a UUID, the user, and the time of the last request. */
public final class Sessions {

    record Session(UUID id, String user, Instant seen) {}

    public static void main(String[] args) {
        try (AsyncSqlite async = AsyncSqlite.open(Path.of(args[0]))) {
            BlockingSqlite db = async.blocking();
            db.execute("CREATE TABLE session(id TEXT PRIMARY KEY, user TEXT NOT NULL, seen TEXT NOT NULL)");
            Instant start = Instant.parse("2026-01-01T12:00:00Z");
            UUID id = UUID.fromString("123e4567-e89b-12d3-a456-426614174000");
            db.execute("INSERT INTO session VALUES (:id, :user, :seen)", new Session(id, "ada", start));
            System.out.println(touch(db, id, start.plusSeconds(600)).map(Session::user));
            System.out.println(touch(db, id, start.plusSeconds(9_000)).map(Session::user));
        }
    }

    /** Finds a session that was seen in the last half hour, and notes that it is seen now. */
    private static Optional<Session> touch(BlockingSqlite db, UUID id, Instant now) {
        return db.query(
                        "UPDATE session SET seen = :now WHERE id = :id AND seen > :since RETURNING *",
                        Map.of("id", id, "now", now, "since", now.minusSeconds(1_800)))
                .mapTo(Session.class)
                .findOne();
    }
}
