package io.asyncsqlite.r2dbc;

import io.asyncsqlite.sql.SqlStatement;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One statement to be run.
 *
 * @param text the text that it is from
 * @param values the values of the text's slots
 * @param fetchSize how many rows are fetched at a time, or 0 to follow demand
 */
@SuppressWarnings("ArrayRecordComponent") // Nobody compares them.
record Run(SqlText text, SqlStatement statement, @Nullable Object[] values, int fetchSize) {

    boolean reads() {
        return statement.kind() == SqlStatement.Kind.READ;
    }

    String sql() {
        return statement.text();
    }

    boolean hasLobs() {
        return Arrays.stream(values).anyMatch(Lobs::isLob);
    }

    Run with(@Nullable Object[] others) {
        return new Run(text, statement, others, fetchSize);
    }

    /** Returns the values as the core wants them. */
    @Nullable
    Object[] arguments() {
        return text.arguments(statement, values);
    }
}
