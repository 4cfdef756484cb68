package io.asyncsqlite.internal.sql;

import io.asyncsqlite.internal.sql.SqlStatement.SqlParameter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the end, the verb and the parameters of the statements in a text. */
final class SqlParser {

    private static final Set<String> BEGINS = Set.of("BEGIN");
    private static final Set<String> COMMITS = Set.of("COMMIT", "END");
    private static final Set<String> OTHER_TRANSACTION_VERBS = Set.of("ROLLBACK", "SAVEPOINT", "RELEASE");
    private static final Set<String> ALONE_VERBS = Set.of("VACUUM", "ATTACH", "DETACH");
    private static final Set<String> READ_VERBS = Set.of("SELECT", "VALUES", "EXPLAIN");
    private static final Set<String> MAIN_VERBS = Set.of("SELECT", "VALUES", "INSERT", "REPLACE", "UPDATE", "DELETE");

    private final SqlTokenizer tokens;
    private ParameterNumbering parameters = new ParameterNumbering();
    /** Where the last token ends of the statement that was read last. */
    private int statementEnd;

    private final String sql;
    private @Nullable PragmaReader pragma;
    private boolean returning;
    private InsertTarget.Reader target = new InsertTarget.Reader();
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
            parameters = new ParameterNumbering();
            String verb = readStatement();
            statements.add(statement(sql.substring(start, statementEnd), verb));
            skipSemicolons();
        }
        return List.copyOf(statements);
    }

    private SqlStatement statement(String text, String verb) {
        List<SqlParameter> found = parameters.toList();
        int positions = found.stream()
                .mapToInt(parameter -> parameter.position() + 1)
                .max()
                .orElse(0);
        PragmaUse use = pragma == null ? null : pragma.use();
        boolean inserts = verb.equals("INSERT") || verb.equals("REPLACE");
        boolean changesRows = inserts || verb.equals("UPDATE") || verb.equals("DELETE");
        return new SqlStatement(
                text,
                kind(verb, use),
                changesRows,
                inserts ? target.target() : null,
                returning,
                parameters.isUnnumbered(),
                positions,
                found,
                use);
    }

    SqlScript script() {
        ScriptReader script = new ScriptReader(sql);
        while (type != SqlTokenizer.Type.END) {
            int start = tokens.start();
            String verb = word();
            if (BEGINS.contains(verb) && script.begins()) {
                skipStatement();
            } else if (COMMITS.contains(verb) && script.commits()) {
                skipStatement();
            } else {
                String told = readStatement();
                if (ALONE_VERBS.contains(told)) {
                    throw new UnacceptableSqlException(
                            told + " cannot run inside the transaction of a script: run it with execute");
                }
                script.accept(start, statementEnd, pragma);
            }
            skipSemicolons();
        }
        if (!parameters.isEmpty()) {
            throw new UnacceptableSqlException("a script takes no parameters");
        }
        return script.end();
    }

    /** Skips BEGIN or COMMIT with their optional words. */
    private void skipStatement() {
        while (type != SqlTokenizer.Type.END && type != SqlTokenizer.Type.SEMICOLON) {
            if (type != SqlTokenizer.Type.WORD) {
                throw new UnacceptableSqlException("a script has a semicolon after BEGIN and COMMIT");
            }
            advance();
        }
    }

    /** Reads one statement and its semicolon, and returns its main verb. */
    private String readStatement() {
        String verb = word();
        refuseTransactionVerb(verb);
        boolean explain = verb.equals("EXPLAIN");
        boolean with = verb.equals("WITH");
        TriggerBody trigger = new TriggerBody();
        int depth = 0;
        boolean afterParenthesis = false;
        boolean beforeVerb = true;
        pragma = null;
        returning = false;
        target = new InsertTarget.Reader();
        while (type != SqlTokenizer.Type.END) {
            if (type == SqlTokenizer.Type.SEMICOLON && trigger.endsStatement()) {
                advance();
                break;
            }
            statementEnd = tokens.end();
            trigger.accept(type, tokens);
            target.accept(type, tokens);
            if (type == SqlTokenizer.Type.PARAMETER) {
                parameters.accept(tokens.text());
            }
            // Between the common table expressions and the main verb stands a closing parenthesis, and only there.
            if (with && depth == 0 && afterParenthesis && MAIN_VERBS.contains(word())) {
                verb = word();
                with = false;
            }
            readPragma(beforeVerb, explain);
            beforeVerb &= TriggerBody.explains(tokens);
            returning |= type == SqlTokenizer.Type.WORD && tokens.is("RETURNING");
            afterParenthesis = tokens.is(")");
            depth += tokens.is("(") ? 1 : afterParenthesis ? -1 : 0;
            advance();
        }
        return explain ? "EXPLAIN" : verb;
    }

    private void readPragma(boolean beforeVerb, boolean explain) {
        if (pragma != null) {
            pragma.accept(type, tokens);
        } else if (beforeVerb && tokens.is("PRAGMA")) {
            refuseToExplain(explain);
            pragma = new PragmaReader();
        }
    }

    private static void refuseToExplain(boolean explain) {
        if (explain) {
            throw new UnacceptableSqlException(
                    "EXPLAIN of a PRAGMA would run it, as SQLite runs some PRAGMAs when it compiles them");
        }
    }

    private void refuseTransactionVerb(String verb) {
        if (BEGINS.contains(verb) || COMMITS.contains(verb) || OTHER_TRANSACTION_VERBS.contains(verb)) {
            throw new UnacceptableSqlException(verb
                    + " is not an operation: use inTransaction, write or executeMany, or begin, commit and"
                    + " rollback of an AsyncConnection");
        }
    }

    private static StatementKind kind(String verb, @Nullable PragmaUse use) {
        if (use != null) {
            return use.runsOutsideTransaction() ? StatementKind.OUTSIDE_TRANSACTION : StatementKind.PRAGMA;
        }
        if (ALONE_VERBS.contains(verb)) {
            return StatementKind.OUTSIDE_TRANSACTION;
        }
        return READ_VERBS.contains(verb) ? StatementKind.READ : StatementKind.WRITE;
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
