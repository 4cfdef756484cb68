package io.asyncsqlite.model;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Row;
import io.asyncsqlite.model.Step.Read;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Reads the table in all ways there are. */
final class Readings {

    private static final String ROWS = "SELECT k, v FROM t ORDER BY k";

    private Readings() {}

    /** Returns the rows, or null where they are not wanted. */
    static CompletableFuture<Map<Integer, Integer>> submit(AsyncSqlite db, Read read) {
        return switch (read) {
            case QUERY -> db.query(ROWS).list().thenApply(Readings::map);
            case LAMBDA ->
                db.read(connection -> {
                    Map<Integer, Integer> rows = map(connection.query(ROWS).list());
                    if (!rows.equals(map(connection.query(ROWS).list()))) {
                        throw new AssertionError("One lambda saw two states");
                    }
                    return rows;
                });
            case STREAM -> stream(db, Integer.MAX_VALUE);
            case ABANDONED_STREAM -> stream(db, 1);
        };
    }

    private static Map<Integer, Integer> map(Collection<Row> rows) {
        Map<Integer, Integer> map = new TreeMap<>();
        rows.forEach(row -> map.put(row.getInt(0), row.getInt(1)));
        return map;
    }

    private static CompletableFuture<Map<Integer, Integer>> stream(AsyncSqlite db, int limit) {
        Rows rows = new Rows(limit);
        db.query(ROWS).stream().subscribe(rows);
        return rows.result;
    }

    /** Takes rows up to a limit, and then cancels. */
    private static final class Rows implements Flow.Subscriber<Row> {

        private final CompletableFuture<Map<Integer, Integer>> result = new CompletableFuture<>();
        private final Map<Integer, Integer> rows = new TreeMap<>();
        private final int limit;
        private Flow.Subscription subscription;

        Rows(int limit) {
            this.limit = limit;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(limit);
        }

        @Override
        public void onNext(Row row) {
            rows.put(row.getInt(0), row.getInt(1));
            if (rows.size() == limit) {
                subscription.cancel();
                result.complete(null);
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.complete(limit == 1 ? null : rows);
        }
    }

    /** Reads everything that a file holds. */
    static Content content(AsyncSqlite db) {
        return db.read(connection -> {
                    Content content = new Content();
                    content.rows().putAll(map(connection.query(ROWS).list()));
                    connection
                            .query("SELECT id FROM mark")
                            .forEach(row -> content.marks().add(row.getInt(0)));
                    if (connection.query("SELECT 1 FROM child").first().isPresent()) {
                        content.addOrphan();
                    }
                    return content;
                })
                .join();
    }

    static List<String> integrity(AsyncSqlite db) {
        return db.query("PRAGMA integrity_check").mapTo(String.class).list().join();
    }
}
