package io.asyncsqlite.model;

import java.util.Map;

/** One statement, as SQL and as what it does to the model. */
record Change(Verb verb, int key, int value) {

    enum Verb {
        INSERT("INSERT INTO t(k, v) VALUES (?1, ?2)"),
        INSERT_OR_ROLLBACK("INSERT OR ROLLBACK INTO t(k, v) VALUES (?1, ?2)"),
        // Two rows, the second of which may fail after the first was written.
        INSERT_TWO_OR_FAIL("INSERT OR FAIL INTO t(k, v) VALUES (?1 + 100, ?2), (?1, ?2)"),
        UPDATE("UPDATE t SET v = ?2 WHERE k = ?1"),
        DELETE("DELETE FROM t WHERE k = ?1 AND ?2 >= 0"),
        // Only COMMIT finds out that it violates a foreign key.
        INSERT_ORPHAN("INSERT INTO child(parent) VALUES (-1 - ?1 - ?2)");

        private final String sql;

        Verb(String sql) {
            this.sql = sql;
        }

        String sql() {
            return sql;
        }
    }

    static final String SCHEMA = """
        CREATE TABLE t(k INTEGER PRIMARY KEY, v INTEGER NOT NULL CHECK (v < 9));
        CREATE TABLE child(parent INTEGER REFERENCES t(k) DEFERRABLE INITIALLY DEFERRED);
        CREATE TABLE mark(id INTEGER PRIMARY KEY);
        """;

    /** A constraint that the statement violates. */
    static final class Violation extends RuntimeException {

        private static final long serialVersionUID = 1;

        final boolean endsTransaction;

        Violation(boolean endsTransaction) {
            super(null, null, false, false);
            this.endsTransaction = endsTransaction;
        }
    }

    /** Returns the text with its values in it, for a script. */
    String text() {
        return verb.sql.replace("?1", String.valueOf(key)).replace("?2", String.valueOf(value));
    }

    /** Does to a model what SQLite does to a table, and returns how many rows changed. */
    long apply(Content content) {
        return switch (verb) {
            case INSERT -> insert(content, key, false);
            case INSERT_OR_ROLLBACK -> insert(content, key, true);
            case INSERT_TWO_OR_FAIL -> insert(content, key + 100, false) + insert(content, key, false);
            case UPDATE -> content.rows().containsKey(key) ? update(content.rows()) : 0;
            case DELETE -> content.rows().remove(key) == null ? 0 : 1;
            case INSERT_ORPHAN -> content.addOrphan();
        };
    }

    private long insert(Content content, int newKey, boolean endsTransaction) {
        if (value >= 9 || content.rows().containsKey(newKey)) {
            throw new Violation(endsTransaction);
        }
        content.rows().put(newKey, value);
        return 1;
    }

    private long update(Map<Integer, Integer> rows) {
        if (value >= 9) {
            throw new Violation(false);
        }
        rows.put(key, value);
        return 1;
    }
}
