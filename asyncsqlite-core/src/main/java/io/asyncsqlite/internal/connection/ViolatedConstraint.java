package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ResultCode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What SQLite's message tells of a constraint: {@code UNIQUE constraint failed: t.a, t.b}, {@code CHECK constraint failed: name}, {@code cannot
 * store TEXT value in INTEGER column t.a}.
 *
 * @param table null if the message does not name it
 * @param columns none if the message does not name them
 * @param name null if the message does not name it
 */
record ViolatedConstraint(
        @Nullable String table,
        List<String> columns,
        @Nullable String name) {

    private static final ViolatedConstraint UNKNOWN = new ViolatedConstraint(null, List.of(), null);
    private static final Pattern FAILED = Pattern.compile("[A-Z ]+ constraint failed: (.*)", Pattern.DOTALL);
    private static final Pattern INDEX = Pattern.compile("index '(.*)'", Pattern.DOTALL);
    private static final Pattern TYPE = Pattern.compile("cannot store \\w+ value in \\w+ column (.*)", Pattern.DOTALL);

    static ViolatedConstraint of(int code, String message) {
        Matcher type = TYPE.matcher(message);
        if (code == ResultCode.CONSTRAINT_DATATYPE && type.matches()) {
            return ofColumns(type.group(1));
        }
        Matcher failed = FAILED.matcher(message);
        if (code == ResultCode.CONSTRAINT_TRIGGER || !failed.matches()) {
            return UNKNOWN;
        }
        Matcher index = INDEX.matcher(failed.group(1));
        if (index.matches()) {
            return new ViolatedConstraint(null, List.of(), index.group(1));
        }
        return code == ResultCode.CONSTRAINT_CHECK
                ? new ViolatedConstraint(null, List.of(), failed.group(1))
                : ofColumns(failed.group(1));
    }

    private static ViolatedConstraint ofColumns(String names) {
        String table = names.substring(0, Math.max(0, names.indexOf('.')));
        if (table.isEmpty()) {
            return UNKNOWN;
        }
        String prefix = table + ".";
        List<String> columns = Stream.of(names.split(", (?=" + Pattern.quote(prefix) + ")"))
                .map(name -> name.substring(prefix.length()))
                .toList();
        return new ViolatedConstraint(table, columns, null);
    }
}
