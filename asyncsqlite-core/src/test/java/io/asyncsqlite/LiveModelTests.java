package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;

import io.asyncsqlite.testing.Observer;
import io.asyncsqlite.testing.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random work, of which much is rolled back, beside observers: what each saw last must be the truth. */
@Timeout(300)
class LiveModelTests {

    private static final int ROUNDS = Integer.getInteger("live.rounds", 40);
    private static final long SEED = Long.getLong("live.seed", System.nanoTime());

    private static final List<String> QUERIES = List.of(
            "SELECT count(*), sum(v) FROM a",
            "SELECT k, v FROM a ORDER BY k",
            "SELECT count(*), sum(v) FROM w",
            "SELECT * FROM both ORDER BY 1, 2",
            "SELECT count(*) FROM c",
            "SELECT n FROM log ORDER BY n",
            "SELECT rowid FROM ft WHERE ft MATCH 'even' ORDER BY rowid",
            "SELECT count(*) FROM ft_docsize",
            "SELECT (SELECT count(*) FROM a), (SELECT count(*) FROM log)",
            "SELECT name FROM sqlite_schema WHERE name LIKE 'made%' ORDER BY name");

    private static final List<String> STATEMENTS = List.of(
            "INSERT INTO a VALUES (?1, ?2)",
            "INSERT OR REPLACE INTO a VALUES (?1, ?2)",
            "INSERT OR IGNORE INTO a VALUES (?1, ?2)",
            "INSERT OR ROLLBACK INTO a VALUES (?1, ?2)",
            "INSERT OR FAIL INTO a VALUES (?1 + 3, ?2), (?1, ?2), (?1, 5)",
            "INSERT INTO a VALUES (?1, ?2) ON CONFLICT(k) DO UPDATE SET v = v + 1",
            "UPDATE a SET v = ?2 WHERE k < ?1",
            "UPDATE OR REPLACE a SET k = ?1 WHERE v = ?2",
            "DELETE FROM a WHERE k = ?1 AND ?2 IS NOT NULL",
            "DELETE FROM a WHERE ?1 > 25 AND ?2 > 3",
            "DELETE FROM a",
            "REPLACE INTO w VALUES (?1, ?2)",
            "UPDATE w SET v = ?2 WHERE k > ?1",
            "DELETE FROM w",
            "INSERT INTO c VALUES (?1)",
            "INSERT INTO ft VALUES (iif(?1 % 2, 'odd', 'even') || ?2)",
            "INSERT INTO ft VALUES (iif(?1 % 2, 'odd', 'even'))",
            "DELETE FROM ft WHERE rowid = ?1",
            "DELETE FROM log",
            "CREATE TABLE IF NOT EXISTS made1(k)",
            "DROP TABLE IF EXISTS made1");

    @TempDir
    Path directory;

    private final Random random = new Random(SEED);
    private AsyncSqlite db;

    @ParameterizedTest
    @EnumSource
    void observersSeeTheTruthLast(Place place) throws Exception {
        try (AsyncSqlite opened = place.open(directory)) {
            db = opened;
            await(db.executeScript(
                    "CREATE TABLE a(k INTEGER PRIMARY KEY, v); CREATE TABLE w(k PRIMARY KEY, v) WITHOUT ROWID;"
                            + "CREATE TABLE c(a REFERENCES a ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED); CREATE TABLE log(n INTEGER PRIMARY KEY);"
                            + "CREATE INDEX av ON a(v); CREATE VIEW both AS SELECT k, v FROM a UNION ALL SELECT k, v FROM w;"
                            + "CREATE VIRTUAL TABLE ft USING fts5(body);"
                            + "CREATE TRIGGER lg AFTER DELETE ON w BEGIN INSERT INTO log VALUES (NULL); END"));
            Map<String, Observer<List<String>>> observers = new LinkedHashMap<>();
            for (String sql : QUERIES) {
                observers.put(sql, Observer.of(texts(sql).observe()));
            }
            for (int round = 0; round < ROUNDS; round++) {
                List<CompletableFuture<?>> work = new ArrayList<>();
                for (int i = 0; i < 12; i++) {
                    work.add(work().toCompletableFuture().handle((done, failure) -> null));
                }
                await(CompletableFuture.allOf(work.toArray(CompletableFuture<?>[]::new)));
                check(observers);
                if (random.nextInt(4) == 0) {
                    String sql = QUERIES.get(random.nextInt(QUERIES.size()));
                    observers.get(sql).cancel();
                    observers.put(sql, Observer.of(texts(sql).observe()));
                }
            }
        }
    }

    private Query<String> texts(String sql) {
        return db.query(sql).map(Row::toString);
    }

    private void check(Map<String, Observer<List<String>>> observers) throws Exception {
        for (Map.Entry<String, Observer<List<String>>> each : observers.entrySet()) {
            List<String> truth = await(texts(each.getKey()).list());
            try {
                each.getValue().awaitLast(truth);
            } catch (AssertionError e) {
                throw new AssertionError("seed " + SEED + ", " + each.getKey(), e);
            }
        }
    }

    private Object[] values() {
        return new Object[] {random.nextInt(30), random.nextInt(6)};
    }

    private String statement() {
        return STATEMENTS.get(random.nextInt(STATEMENTS.size()));
    }

    private CompletionStage<?> execute(AsyncOperations on) {
        String sql = statement();
        return sql.contains("?") ? on.execute(sql, values()) : on.execute(sql);
    }

    private CompletionStage<?> work() {
        return switch (random.nextInt(9)) {
            case 0, 1, 2 -> execute(db);
            case 3 ->
                db.executeMany(
                        "INSERT INTO a VALUES (?, ?)",
                        List.of(List.of(random.nextInt(30), 1), List.of(random.nextInt(30), 2)));
            case 4 ->
                db.executeScript("INSERT INTO w VALUES (" + random.nextInt(30) + ", 1); UPDATE a SET v = v + 1;"
                        + (random.nextBoolean() ? "SELECT nothing" : ""));
            case 5 ->
                db.write(connection -> {
                    for (int i = 0; i < 3; i++) {
                        String sql = statement();
                        if (sql.contains("?")) {
                            connection.execute(sql, values());
                        } else {
                            connection.execute(sql);
                        }
                    }
                    return failSometimes();
                });
            case 6, 7 -> db.inTransaction(this::transaction);
            default ->
                db.withConnection(connection -> connection
                        .begin()
                        .thenCompose(a -> execute(connection))
                        .thenCompose(a -> execute(connection))
                        .handle((done, failure) -> failure)
                        .thenCompose(failure -> random.nextBoolean() ? connection.commit() : connection.rollback()));
        };
    }

    private CompletionStage<?> transaction(Transaction tx) {
        return execute(tx)
                .handle((done, failure) -> failure)
                .thenCompose(a -> tx.savepoint("s"))
                .thenCompose(a -> execute(tx))
                .handle((done, failure) -> failure)
                .thenCompose(a -> random.nextBoolean() ? tx.rollbackTo("s") : tx.release("s"))
                .thenCompose(a -> tx.inTransaction(nested -> execute(nested).thenAccept(done -> failSometimes()))
                        .handle((done, failure) -> failure))
                .thenApply(a -> failSometimes());
    }

    private boolean failSometimes() {
        if (random.nextInt(3) == 0) {
            throw new IllegalStateException("to be rolled back");
        }
        return true;
    }
}
