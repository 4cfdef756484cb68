package io.asyncsqlite.r2dbc;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The RETURNING clause that gives generated values. */
final class GeneratedValues {

    private GeneratedValues() {}

    static String clause(String... columns) {
        List<String> names = Arrays.asList(Arguments.requireNonNull(columns, "columns"));
        names.forEach(name -> Arguments.requireNonNull(name, "a column"));
        return "\nRETURNING "
                + (names.isEmpty()
                        ? "*"
                        : names.stream().map(GeneratedValues::quoted).collect(Collectors.joining(", ")));
    }

    /** Quotes a name in grave accents: SQLite takes an unknown name in double quotes for a text. */
    private static String quoted(String name) {
        return '`' + name.replace("`", "``") + '`';
    }
}
