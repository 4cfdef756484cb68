package io.asyncsqlite.transfer;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where a field goes.
 *
 * @param field its place in the record
 * @param column the name of the column
 * @param conversion makes the value of the text; null if the text is the value
 * @param numbers which texts are numbers, if there is no conversion
 */
record CsvTarget(int field, String column, @Nullable Function<String, ?> conversion, NumberText numbers) {

    /** The same for a column whose type has been chosen. */
    CsvTarget declared(String type) {
        return new CsvTarget(field, column, conversion, NumberText.of(type));
    }

    @Nullable
    Object value(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return conversion == null ? numbers.value(text) : conversion.apply(text);
    }
}
