package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidParameterException;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.ListParameters;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.SqlStatement.SqlParameter;
import io.asyncsqlite.internal.sql.UnacceptableSqlException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Finds and encodes the value of each parameter of a statement. Thread-safe. */
final class ParameterBinder {

    private final Codecs codecs;
    private final ListValues lists;
    private final Function<String, SqlStatement> parser;

    /**
     * Makes a binder.
     *
     * @param parser parses the text of a statement in which parameters take lists
     */
    ParameterBinder(Codecs codecs, Function<String, SqlStatement> parser) {
        this.codecs = codecs;
        this.lists = new ListValues(codecs);
        this.parser = parser;
    }

    /** Binds one element of a batch: an array or list of positional values, a map or an object of named ones, or a single value. */
    BoundStatement bindRow(SqlStatement statement, @Nullable Object row) {
        if (row instanceof List<?> list) {
            return bind(statement, list.toArray());
        }
        if (row instanceof Object[] array) {
            return bind(statement, array);
        }
        if (row instanceof Map || row instanceof Record) {
            return bind(statement, new Object[] {row});
        }
        if (row == null || (statement.named() ? hasComponents(statement, row) : codecs.supports(row.getClass()))) {
            return bind(statement, new Object[] {row});
        }
        throw invalid(
                statement,
                "A row must be an array, list, map, record, data class or single value, was " + typeName(row),
                null);
    }

    BoundStatement bind(SqlStatement statement, @Nullable Object[] arguments) {
        @Nullable Object[] values = statement.named() ? byName(statement, arguments) : byPosition(statement, arguments);
        BitSet withLists = lists.of(values);
        return encoded(withLists == null ? statement : withLists(statement, withLists), values, withLists);
    }

    /** Finds the statement in which parameters take lists. */
    private SqlStatement withLists(SqlStatement statement, BitSet lists) {
        try {
            return parser.apply(ListParameters.rewrite(statement.text(), lists));
        } catch (UnacceptableSqlException e) {
            throw invalid(statement, parameter(statement, lists.nextSetBit(0)) + e.getMessage(), e);
        }
    }

    private BoundStatement encoded(SqlStatement statement, @Nullable Object[] values, @Nullable BitSet withLists) {
        long bytes = Statements.OPERATION_BYTES + statement.bytes();
        for (int i = 0; i < values.length; i++) {
            boolean isList = withLists != null && withLists.get(i);
            Object value = encode(statement, i, values[i], isList);
            values[i] = value;
            bytes += Statements.size(value);
        }
        return new BoundStatement(statement, values, bytes);
    }

    private static @Nullable Object[] byPosition(SqlStatement statement, @Nullable Object[] arguments) {
        int positions = statement.positions();
        if (arguments.length != positions) {
            throw invalid(statement, "Needs " + positions + " values, has " + arguments.length, null);
        }
        @Nullable Object[] values = new @Nullable Object[statement.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = arguments[statement.parameters().get(i).position()];
        }
        return values;
    }

    private static @Nullable Object[] byName(SqlStatement statement, @Nullable Object[] arguments) {
        Object source = arguments.length == 1 ? arguments[0] : null;
        if (!(source instanceof Map<?, ?> named)) {
            if (source != null && hasComponents(statement, source)) {
                return ofComponents(statement, source);
            }
            throw invalid(statement, "Has named parameters, which need one Map, record or data class of values", null);
        }
        if (named.size() != statement.parameters().size()) {
            refuseUnknown(statement, named);
        }
        @Nullable Object[] values = new @Nullable Object[statement.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            String name = statement.parameters().get(i).name();
            if (!named.containsKey(name)) {
                refuseUnknown(statement, named);
                throw noValue(statement, name);
            }
            values[i] = named.get(name);
        }
        return values;
    }

    private static void refuseUnknown(SqlStatement statement, Map<?, ?> named) {
        TreeSet<String> unknown = new TreeSet<>();
        named.keySet().forEach(key -> unknown.add(String.valueOf(key)));
        statement.parameters().stream().map(SqlParameter::name).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw invalid(statement, "No parameter is named " + Excerpt.ofText(unknown.toString()), null);
        }
    }

    private static boolean hasComponents(SqlStatement statement, Object source) {
        try {
            return Accessors.has(source);
        } catch (IllegalArgumentException e) {
            throw invalid(statement, String.valueOf(e.getMessage()), e);
        }
    }

    private static @Nullable Object[] ofComponents(SqlStatement statement, Object row) {
        Map<String, Method> accessors = accessors(statement, row);
        @Nullable Object[] values = new @Nullable Object[statement.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            String name = statement.parameters().get(i).name();
            Method accessor = accessors.get(name);
            if (accessor == null) {
                throw noValue(statement, name);
            }
            values[i] = component(statement, accessor, row);
        }
        return values;
    }

    private static Map<String, Method> accessors(SqlStatement statement, Object row) {
        try {
            return Accessors.of(row.getClass());
        } catch (RuntimeException e) {
            throw notAccessible(statement, row, e);
        }
    }

    private static @Nullable Object component(SqlStatement statement, Method accessor, Object row) {
        try {
            return accessor.invoke(row);
        } catch (InvocationTargetException e) {
            throw invalid(statement, "Component '" + accessor.getName() + "' threw", e.getCause());
        } catch (IllegalAccessException e) {
            throw notAccessible(statement, row, e);
        }
    }

    private static InvalidParameterException notAccessible(SqlStatement statement, Object row, Throwable cause) {
        String kind = row instanceof Record ? "Record " : "Class ";
        return invalid(statement, kind + typeName(row) + " is not accessible: open its package", cause);
    }

    private static InvalidParameterException noValue(SqlStatement statement, @Nullable String name) {
        return invalid(statement, "No value for parameter " + Excerpt.ofName(String.valueOf(name)), null);
    }

    private @Nullable Object encode(SqlStatement statement, int index, @Nullable Object value, boolean isList) {
        try {
            return isList && value != null ? lists.json(value) : codecs.encode(value);
        } catch (IllegalArgumentException e) {
            throw invalid(statement, parameter(statement, index) + e.getMessage(), e);
        }
    }

    /** Returns the start of a message about a parameter. */
    private static String parameter(SqlStatement statement, int index) {
        String name = statement.parameters().get(index).name();
        return "Parameter " + (name == null ? index + 1 : Excerpt.ofName(name)) + ": ";
    }

    private static String typeName(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static InvalidParameterException invalid(
            SqlStatement statement, String message, @Nullable Throwable cause) {
        return Failures.invalidParameter(message, statement.text(), cause);
    }
}
