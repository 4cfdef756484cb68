package io.asyncsqlite.testing;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.Query;

/** Queries of as many rows as a test wants, without a table. */
public final class Numbers {

    /** Gives the numbers from 1 to the parameter. */
    public static final String TO =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i FROM n";

    /** Gives the numbers from 1 to 70, and then fails. */
    public static final String THEN_ERROR =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 500)"
                    + " SELECT abs(CASE i WHEN 71 THEN -9223372036854775808 ELSE i END) FROM n";

    private Numbers() {}

    public static Query<Long> to(AsyncOperations db, long last) {
        return db.query(TO, last).mapTo(Long.class);
    }
}
