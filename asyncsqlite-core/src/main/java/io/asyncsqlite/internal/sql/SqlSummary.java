package io.asyncsqlite.internal.sql;

import java.util.Locale;
import java.util.Set;

/**
 * The description of a SQL text in a trace: a few words that are the same for statements of the same shape, and the text without
 * literals. Made from the tokens only, so that there is one for wrong texts too.
 *
 * @param operation first verb, such as {@code INSERT}; {@code OTHER} if the text starts with none
 * @param summary verbs and the names that they are about, such as {@code INSERT archive SELECT note}; at most 255 characters
 * @param text the text without comments, and with {@code ?} in place of strings, blobs and numbers
 */
public record SqlSummary(String operation, String summary, String text) {

    private static final int MAX_LENGTH = 255;
    private static final String OTHER = "OTHER";
    private static final Set<String> VERBS = Set.of(
            "ALTER", "ANALYZE", "ATTACH", "CREATE", "DELETE", "DETACH", "DROP", "EXPLAIN", "INSERT", "PRAGMA",
            "REINDEX", "REPLACE", "SELECT", "UPDATE", "VACUUM", "VALUES");
    private static final Set<String> BEFORE_NAMES =
            Set.of("FROM", "INDEX", "INTO", "JOIN", "PRAGMA", "TABLE", "TRIGGER", "UPDATE", "VIEW");
    private static final Set<String> BETWEEN =
            Set.of("ABORT", "EXISTS", "FAIL", "IF", "IGNORE", "NOT", "OR", "ROLLBACK");
    /** Verbs after which only the first name counts. */
    private static final Set<String> DEFINITIONS = Set.of("ALTER", "CREATE", "DROP", "PRAGMA");

    /**
     * Summarizes a text.
     *
     * @param sql SQL text, right or wrong
     * @return its summary
     */
    public static SqlSummary of(String sql) {
        return new Scan(sql).run();
    }

    /**
     * Estimates its size in memory, with the text that it was made of.
     *
     * @return bytes
     */
    public long bytes() {
        return summary.length() + 2L * text.length();
    }

    /** One pass over the tokens. */
    private static final class Scan {

        private final SqlTokenizer tokens;
        private final StringBuilder text = new StringBuilder();
        private final StringBuilder summary = new StringBuilder();
        private String operation = OTHER;
        private String previous = "";
        private boolean awaitsName;
        private boolean complete;
        private int lastEnd;

        Scan(String sql) {
            this.tokens = new SqlTokenizer(sql);
        }

        SqlSummary run() {
            for (SqlTokenizer.Type type = tokens.next(); type != SqlTokenizer.Type.END; type = tokens.next()) {
                String token = tokens.text();
                keep(type, token);
                if (!complete) {
                    summarize(type, token);
                }
            }
            return new SqlSummary(operation, summary.isEmpty() ? operation : summary.toString(), text.toString());
        }

        private void keep(SqlTokenizer.Type type, String token) {
            if (tokens.start() > lastEnd && !text.isEmpty()) {
                text.append(' ');
            }
            lastEnd = tokens.end();
            text.append(tokens.isLiteral(type) ? "?" : token);
        }

        private void summarize(SqlTokenizer.Type type, String token) {
            String word = type == SqlTokenizer.Type.WORD ? token.toUpperCase(Locale.ROOT) : "";
            if (awaitsName && !BETWEEN.contains(word)) {
                awaitsName = false;
                if ((type == SqlTokenizer.Type.WORD && !VERBS.contains(word)) || type == SqlTokenizer.Type.QUOTED) {
                    append(token);
                    complete = DEFINITIONS.contains(operation);
                    return;
                }
            }
            // Not the UPDATE of an upsert, nor the DELETE of a foreign key.
            if (VERBS.contains(word) && !previous.equals("DO") && !previous.equals("ON")) {
                verb(word);
            }
            if (BEFORE_NAMES.contains(word) && !previous.equals("DO")) {
                awaitsName = true;
            }
            previous = word;
        }

        private void verb(String word) {
            boolean first = operation.equals(OTHER);
            if (first) {
                operation = word;
            }
            // REPLACE is a function, too.
            if (first || !word.equals("REPLACE")) {
                append(word);
            }
        }

        private void append(String part) {
            if (summary.length() + part.length() < MAX_LENGTH) {
                summary.append(summary.isEmpty() ? "" : " ").append(part);
            }
        }
    }
}
