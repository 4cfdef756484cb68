package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The connection inside of a lambda has the verbs of the database. */
@Timeout(60)
class LambdaConnectionTests {

    private record Note(long id, String body) {}

    @TempDir
    Path directory;

    private AsyncSqlite db;

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("lambda.db"));
        await(db.execute("CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE)"));
    }

    @AfterEach
    void close() {
        db.close();
    }

    private long count() throws Exception {
        return await(db.query("SELECT count(*) FROM note").mapTo(Long.class).one());
    }

    @Test
    void queriesMapReadAndIterate() throws Exception {
        await(db.executeMany("INSERT INTO note(body) VALUES (?)", List.of(List.of("a"), List.of("b"), List.of("c"))));

        List<Object> seen = await(db.read(connection -> {
            List<Object> results = new ArrayList<>();
            SyncRowQuery all = connection.query("SELECT id, body FROM note ORDER BY id");
            results.add(all.mapTo(Note.class).list());
            results.add(all.map(row -> row.getString("body")).first());
            results.add(connection
                    .query("SELECT max(id) FROM note")
                    .mapTo(Long.class)
                    .one());
            results.add(connection
                    .query("SELECT body FROM note WHERE id = ?", 9)
                    .mapTo(String.class)
                    .findOne());
            StringBuilder bodies = new StringBuilder();
            results.add(all.map(row -> row.getString(1)).forEach(bodies::append));
            results.add(bodies.toString());
            return results;
        }));

        assertThat(seen)
                .hasToString("[[Note[id=1, body=a], Note[id=2, body=b], Note[id=3, body=c]], Optional[a], 3,"
                        + " Optional.empty, 3, abc]");
    }

    @Test
    void batchesAndScriptsAreAllOrNothing() throws Exception {
        List<Object> seen = await(db.write(connection -> {
            long inserted = connection.executeMany(
                    "INSERT INTO note(body) VALUES (:body)", List.of(Map.of("body", "a"), Map.of("body", "b")));
            assertThatThrownBy(() -> connection.executeMany(
                            "INSERT INTO note(body) VALUES (?)", List.of(List.of("c"), List.of("a"))))
                    .isInstanceOf(ConstraintException.class);
            assertThatThrownBy(() -> connection.executeScript(
                            "INSERT INTO note(body) VALUES ('d'); INSERT INTO note(body) VALUES ('a')"))
                    .isInstanceOf(ConstraintException.class);
            connection.executeScript("INSERT INTO note(body) VALUES ('e'); INSERT INTO note(body) VALUES ('f')");
            return List.of(
                    inserted,
                    connection
                            .query("SELECT body FROM note")
                            .mapTo(String.class)
                            .list());
        }));

        assertThat(seen).containsExactly(2L, List.of("a", "b", "e", "f"));
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void resultHasRowsAndChanges() throws Exception {
        QueryResult<Long> result = await(db.write(connection -> connection
                .query("INSERT INTO note(body) VALUES ('a'), ('b') RETURNING id")
                .mapTo(Long.class)
                .result()));

        assertThat(result).isEqualTo(new QueryResult<>(List.of(1L, 2L), new WriteResult(2, 2)));
    }

    @Test
    void queryThatWritesReadsTheRestOfOneThatIsIterated() throws Exception {
        await(db.executeMany("INSERT INTO note(body) VALUES (?)", List.of(List.of("a"), List.of("b"))));

        long rows = await(db.write(connection -> connection
                .query("SELECT body FROM note")
                .forEach(row -> connection
                        .query("INSERT INTO note(body) VALUES (?) RETURNING id", row.getString(0) + "'")
                        .one())));

        assertThat(rows).isEqualTo(2);
        assertThat(count()).isEqualTo(4);
    }

    @Test
    void queryIsRefusedAfterItsLambda() throws Exception {
        AtomicReference<SyncRowQuery> kept = new AtomicReference<>();
        await(db.read(connection -> {
            kept.set(connection.query("SELECT 1"));
            return 1;
        }));

        assertThatThrownBy(() -> kept.get().list())
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("usable only inside its lambda");
        assertThatThrownBy(() -> kept.get().forEach(row -> {})).isInstanceOf(TransactionException.class);
    }

    @Test
    void workThatReadsWritesInNoWay() throws Exception {
        for (ConnectionWork<Object> writing : List.<ConnectionWork<Object>>of(
                connection -> connection.execute("INSERT INTO note(body) VALUES ('a')"),
                connection -> connection.executeMany("INSERT INTO note(body) VALUES (?)", List.of(List.of("a"))),
                connection -> {
                    connection.executeScript("INSERT INTO note(body) VALUES ('a')");
                    return 1;
                },
                connection -> connection
                        .query("INSERT INTO note(body) VALUES ('a') RETURNING id")
                        .list())) {
            assertThat(failureOf(db.read(writing)))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("must not write");
        }
        assertThat(count()).isZero();
    }

    @Test
    void scriptWithAFrameIsRefused() throws Exception {
        assertThat(failureOf(db.write(connection -> {
                    connection.executeScript("BEGIN; INSERT INTO note(body) VALUES ('a'); COMMIT;");
                    return 1;
                })))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("cannot run inside a transaction");
    }
}
