package io.asyncsqlite.internal.sql;

import org.jspecify.annotations.Nullable;

/**
 * Where an INSERT or REPLACE inserts.
 *
 * @param schema {@code main}, {@code temp} or the name of an attached database; null if the statement names none
 * @param table name of the table
 * @param updates whether it has a clause DO UPDATE, with which it may update rows instead
 */
public record InsertTarget(@Nullable String schema, String table, boolean updates) {

    /** Follows the tokens of a statement: {@code INTO [schema.]table}, and {@code DO UPDATE} after it. */
    static final class Reader {

        private enum State {
            BEFORE,
            INTO,
            TABLE,
            DOT,
            REST,
            DO
        }

        private State state = State.BEFORE;
        private @Nullable String schema;
        private String table = "";
        private boolean updates;

        void accept(SqlTokenizer.Type type, SqlTokenizer token) {
            state = switch (state) {
                case BEFORE -> token.is("INTO") ? State.INTO : State.BEFORE;
                case INTO, DOT -> {
                    table = token.unquoted(type);
                    yield State.TABLE;
                }
                case TABLE -> {
                    if (!token.is(".")) {
                        yield State.REST;
                    }
                    schema = table;
                    yield State.DOT;
                }
                case REST -> token.is("DO") ? State.DO : State.REST;
                case DO -> {
                    updates |= token.is("UPDATE");
                    yield State.REST;
                }
            };
        }

        InsertTarget target() {
            return new InsertTarget(schema, table, updates);
        }
    }
}
