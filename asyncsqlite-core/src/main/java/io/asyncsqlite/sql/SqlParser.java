package io.asyncsqlite.sql;

import io.asyncsqlite.sql.SqlStatement.Kind;
import io.asyncsqlite.sql.SqlStatement.SqlParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Finds the end, the verb and the parameters of the statements in a text. */
final class SqlParser {

    private static final Set<String> TRANSACTION_VERBS =
            Set.of("BEGIN", "COMMIT", "END", "ROLLBACK", "SAVEPOINT", "RELEASE");
    private static final String FOREIGN_KEYS = "PRAGMA foreign_keys";
    private static final Set<String> ALONE_VERBS = Set.of("VACUUM", "ATTACH", "DETACH", FOREIGN_KEYS);
    // What the connections agreed on when they were opened.
    private static final Set<String> FIXED_PRAGMAS = Set.of("encoding", "journal_mode", "locking_mode");
    private static final Set<String> READ_VERBS = Set.of("SELECT", "VALUES", "EXPLAIN");
    private static final Set<String> MAIN_VERBS = Set.of("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE");

    private final SqlTokenizer tokens;
    private ParameterCollector parameters = new ParameterCollector();
    /** Where the statement that was read last ends, without its semicolon. */
    private int statementEnd;

    private final String sql;
    private String previousWord = "";
    private SqlTokenizer.Type type = SqlTokenizer.Type.OTHER;

    SqlParser(String sql) {
        this.sql = sql;
        this.tokens = new SqlTokenizer(sql);
        int nul = sql.indexOf('\0');
        if (nul >= 0) {
            throw new UnacceptableSqlException(
                    "SQL must not contain NUL, which would cut it off, found at index " + nul);
        }
        advance();
        skipSemicolons();
        if (type == SqlTokenizer.Type.END) {
            throw new UnacceptableSqlException("SQL must hold a statement, was blank or only a comment");
        }
    }

    SqlStatement statement() {
        String verb = readStatement();
        skipSemicolons();
        if (type != SqlTokenizer.Type.END) {
            throw new UnacceptableSqlException("SQL must hold one statement, a second one starts at index "
                    + tokens.start() + ": use executeScript for several");
        }
        return statement(sql, verb);
    }

    List<SqlStatement> statements() {
        List<SqlStatement> statements = new ArrayList<>();
        while (type != SqlTokenizer.Type.END) {
            int start = tokens.start();
            parameters = new ParameterCollector();
            previousWord = "";
            String verb = readStatement();
            statements.add(statement(sql.substring(start, statementEnd).stripTrailing(), verb));
            skipSemicolons();
        }
        return List.copyOf(statements);
    }

    private SqlStatement statement(String text, String verb) {
        List<SqlParameter> found = parameters.toList();
        boolean inserts = verb.equals("INSERT") || verb.equals("REPLACE");
        boolean changesRows = inserts || verb.equals("UPDATE") || verb.equals("DELETE");
        int positions = found.stream()
                .mapToInt(parameter -> parameter.position() + 1)
                .max()
                .orElse(0);
        return new SqlStatement(text, kind(verb), changesRows, inserts, positions, found);
    }

    void checkScript() {
        while (type != SqlTokenizer.Type.END) {
            String verb = readStatement();
            if (ALONE_VERBS.contains(verb)) {
                throw new UnacceptableSqlException(
                        verb + " cannot run inside the transaction of a script: run it with execute");
            }
            skipSemicolons();
        }
        if (!parameters.isEmpty()) {
            throw new UnacceptableSqlException("a script takes no parameters");
        }
    }

    /** Reads one statement and its semicolon, and returns the verb that tells what it does. */
    private String readStatement() {
        String verb = word();
        refuseTransactionVerb(verb);
        boolean explain = verb.equals("EXPLAIN");
        boolean with = verb.equals("WITH");
        TriggerBody trigger = new TriggerBody();
        int depth = 0;
        boolean afterParenthesis = false;
        statementEnd = sql.length();
        while (type != SqlTokenizer.Type.END) {
            if (type == SqlTokenizer.Type.SEMICOLON && trigger.endsStatement()) {
                statementEnd = tokens.start();
                advance();
                break;
            }
            trigger.accept(type, tokens);
            if (type == SqlTokenizer.Type.PARAMETER) {
                parameters.accept(tokens.text());
            }
            // Between the common table expressions and the main verb stands a closing parenthesis, and only there.
            if (with && depth == 0 && afterParenthesis && MAIN_VERBS.contains(word())) {
                verb = word();
                with = false;
            }
            if (verb.equals("PRAGMA")) {
                verb = pragma(verb);
            }
            afterParenthesis = tokens.is(")");
            depth += tokens.is("(") ? 1 : afterParenthesis ? -1 : 0;
            advance();
        }
        return explain ? "EXPLAIN" : verb;
    }

    /** Looks at one token of a PRAGMA, and returns the verb that tells what the PRAGMA does as far as known. */
    private String pragma(String verb) {
        if (tokens.is("=") || tokens.is("(")) {
            if (FIXED_PRAGMAS.contains(previousWord)) {
                throw new UnacceptableSqlException(
                        "PRAGMA " + previousWord + " cannot be changed while the database is open: see SqliteOptions");
            }
        }
        previousWord = word().toLowerCase(Locale.ROOT);
        return previousWord.equals("foreign_keys") ? FOREIGN_KEYS : verb;
    }

    private void refuseTransactionVerb(String verb) {
        if (TRANSACTION_VERBS.contains(verb)) {
            throw new UnacceptableSqlException(
                    verb
                            + " is not an operation: use inTransaction, write or executeMany, or begin, commit and rollback of an AsyncConnection");
        }
    }

    private static Kind kind(String verb) {
        if (ALONE_VERBS.contains(verb)) {
            return Kind.ALONE;
        }
        if (verb.equals("PRAGMA")) {
            return Kind.PRAGMA;
        }
        return READ_VERBS.contains(verb) ? Kind.READ : Kind.WRITE;
    }

    private String word() {
        return type == SqlTokenizer.Type.WORD ? tokens.text().toUpperCase(Locale.ROOT) : "";
    }

    private void skipSemicolons() {
        while (type == SqlTokenizer.Type.SEMICOLON) {
            advance();
        }
    }

    private void advance() {
        type = tokens.next();
    }

    /**
     * Follows CREATE TRIGGER, whose body holds semicolons and ends with {@code ; END}.
     *
     * @see <a href="https://www.sqlite.org/c3ref/complete.html">sqlite3_complete</a>
     */
    private static final class TriggerBody {

        private enum State {
            START,
            CREATE,
            OTHER,
            BODY,
            SEMICOLON,
            END
        }

        private State state = State.START;

        boolean endsStatement() {
            return state != State.BODY && state != State.SEMICOLON;
        }

        void accept(SqlTokenizer.Type type, SqlTokenizer token) {
            state = switch (state) {
                case START -> token.is("CREATE") ? State.CREATE : explains(token) ? State.START : State.OTHER;
                case CREATE ->
                    token.is("TRIGGER")
                            ? State.BODY
                            : token.is("TEMP") || token.is("TEMPORARY") ? State.CREATE : State.OTHER;
                case OTHER -> State.OTHER;
                case BODY, END -> type == SqlTokenizer.Type.SEMICOLON ? State.SEMICOLON : State.BODY;
                case SEMICOLON ->
                    type == SqlTokenizer.Type.SEMICOLON ? State.SEMICOLON : token.is("END") ? State.END : State.BODY;
            };
        }

        private static boolean explains(SqlTokenizer token) {
            return token.is("EXPLAIN") || token.is("QUERY") || token.is("PLAN");
        }
    }
}
