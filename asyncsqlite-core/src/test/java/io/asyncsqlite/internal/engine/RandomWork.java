package io.asyncsqlite.internal.engine;

import java.util.List;
import java.util.Random;

/** Makes up statements and values, the same ones for the same seed. */
final class RandomWork {

    static final String SCHEMA =
            "CREATE TABLE t(id INTEGER PRIMARY KEY, a, b TEXT UNIQUE, c REAL CHECK (c < 1e9), d BLOB NOT NULL);CREATE"
                    + " TABLE u(id INTEGER PRIMARY KEY, t INTEGER REFERENCES t(id) DEFERRABLE INITIALLY DEFERRED);CREATE"
                    + " TRIGGER no BEFORE INSERT ON u WHEN NEW.t = 13 BEGIN SELECT RAISE(ROLLBACK, 'thirteen'); END;";

    private static final List<String> LEAVES = List.of(
            "?",
            "id",
            "a",
            "b",
            "c",
            "d",
            "1",
            "-7",
            "2.5e0",
            "'text'",
            "'zw\u00F6lf'",
            "x'00ff'",
            "NULL",
            "''",
            "9223372036854775807",
            "1e308",
            "sum(id)",
            "nope");
    private static final List<String> UNARY = List.of(
            "-(%s)",
            "NOT (%s)",
            "typeof(%s)",
            "length(%s)",
            "hex(%s)",
            "abs(%s)",
            "CAST(%s AS TEXT)",
            "CAST(%s AS INTEGER)",
            "CAST(%s AS BLOB)",
            "upper(%s)",
            "quote(%s)",
            "zeroblob(abs(%s) %% 50)",
            "(%s) IS NULL",
            "json(%s)",
            "unixepoch(%s)",
            "char(%s)");
    private static final List<String> BINARY = List.of(
            "(%s) + (%s)",
            "(%s) * (%s)",
            "(%s) / (%s)",
            "(%s) || (%s)",
            "(%s) = (%s)",
            "(%s) < (%s)",
            "(%s) LIKE (%s)",
            "coalesce(%s, %s)",
            "(%s) COLLATE NOCASE > (%s)",
            "instr(%s, %s)",
            "(%s) & (%s)",
            "printf(%s, %s)");
    private static final List<String> CONFLICTS =
            List.of("", "", "", "OR IGNORE", "OR REPLACE", "OR FAIL", "OR ABORT", "OR ROLLBACK");
    private static final List<String> VERBS =
            List.of("BEGIN", "BEGIN IMMEDIATE", "COMMIT", "ROLLBACK", "SAVEPOINT s", "RELEASE s", "ROLLBACK TO s");
    private static final List<String> TEXTS =
            List.of("", "x", "\0", "a\0b", "\u20AC", "\uD83E\uDD4A", "12", "1.5", "'", "%d %s", "{\"a\": 1}");

    private final Random random;

    RandomWork(long seed) {
        this.random = new Random(seed);
    }

    String statement() {
        return switch (random.nextInt(16)) {
            case 0, 1, 2 -> "INSERT " + pick(CONFLICTS) + " INTO t VALUES (?, ?, ?, ?, ?)";
            case 3 -> "INSERT INTO t(a, d) VALUES (" + expression(2) + ", ?) RETURNING id, " + expression(2);
            case 4 -> "INSERT INTO u(t) VALUES (?)";
            case 5 ->
                "UPDATE " + pick(CONFLICTS) + " t SET a = " + expression(3) + " WHERE id % 7 = " + random.nextInt(7);
            case 6 -> "UPDATE t SET b = " + expression(2) + " WHERE id = ?";
            case 7 -> "DELETE FROM t WHERE " + expression(2);
            case 8 -> pick(VERBS);
            case 9 -> damaged("SELECT " + expression(2) + " FROM t WHERE " + expression(2));
            case 10 -> "SELECT * FROM t ORDER BY id LIMIT 20";
            default ->
                "SELECT " + expression(3) + ", " + expression(2) + " AS name FROM t WHERE " + expression(2)
                        + " ORDER BY id LIMIT 9";
        };
    }

    private String expression(int depth) {
        int kind = depth == 0 ? 0 : random.nextInt(3);
        return switch (kind) {
            case 1 -> pick(UNARY).formatted(expression(depth - 1));
            case 2 -> pick(BINARY).formatted(expression(depth - 1), expression(depth - 1));
            default -> pick(LEAVES);
        };
    }

    private String damaged(String sql) {
        int from = random.nextInt(sql.length());
        int to = Math.min(sql.length(), from + 1 + random.nextInt(4));
        return sql.substring(0, from) + sql.substring(to);
    }

    Object[] values(int count) {
        Object[] values = new Object[count];
        for (int i = 0; i < count; i++) {
            values[i] = value();
        }
        return values;
    }

    private Object value() {
        return switch (random.nextInt(10)) {
            case 0 -> null;
            case 1, 2, 3 -> (long) random.nextInt(40);
            case 4 -> random.nextLong();
            case 5 -> random.nextGaussian() * Math.pow(10, random.nextInt(30) - 10);
            case 6 -> pick(TEXTS);
            case 7 -> "row " + random.nextInt(100);
            case 8 -> "\u00E4".repeat(random.nextInt(9_000));
            default -> bytes(random.nextInt(5) == 0 ? random.nextInt(9_000) : random.nextInt(3));
        };
    }

    byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    int number(int bound) {
        return random.nextInt(bound);
    }

    <T> T pick(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
