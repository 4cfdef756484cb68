package io.asyncsqlite.r2dbc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One statement to be run.
 *
 * @param text the text that it is from
 * @param values the values of the text's slots
 * @param fetchSize how many rows are read at a time, or 0 for the core's default
 */
@SuppressWarnings("ArrayRecordComponent") // The records are never compared.
record Run(SqlText text, SqlText.Part part, @Nullable Object[] values, int fetchSize) {

    String sql() {
        return part.sql();
    }

    boolean hasLobs() {
        return Arrays.stream(values).anyMatch(Lobs::isLob);
    }

    Run with(@Nullable Object[] others) {
        return new Run(text, part, others, fetchSize);
    }

    /** Returns the values as the core wants them. */
    @Nullable
    Object[] arguments() {
        return text.arguments(part.statement(), values);
    }
}
