package io.asyncsqlite.transfer;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A record of CSV.
 *
 * @param number the line at which it begins
 * @param fields null where nothing is between the delimiters
 */
record CsvLine(long number, List<@Nullable String> fields) {

    /** Tells whether nothing is on the line. */
    boolean isEmpty() {
        return fields.size() == 1 && fields.get(0) == null;
    }
}
