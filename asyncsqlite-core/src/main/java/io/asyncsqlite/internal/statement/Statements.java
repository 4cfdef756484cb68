package io.asyncsqlite.internal.statement;

import io.asyncsqlite.InvalidParameterException;
import io.asyncsqlite.InvalidStatementException;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.engine.MalformedText;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.ListParameters;
import io.asyncsqlite.internal.sql.Pragma;
import io.asyncsqlite.internal.sql.PragmaUse;
import io.asyncsqlite.internal.sql.SqlScript;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.SqlStatement.SqlParameter;
import io.asyncsqlite.internal.sql.TextCache;
import io.asyncsqlite.internal.sql.UnacceptableSqlException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Checks SQL texts and their values on the caller's thread, before anything is queued. Thread-safe. */
public final class Statements {

    private static final int OPERATION_BYTES = 64;

    /** The accessors of records by the names of their components. To look for them takes longer than to insert a row. */
    private static final ClassValue<Map<String, Method>> ACCESSORS = new ClassValue<>() {
        @Override
        protected Map<String, Method> computeValue(Class<?> type) {
            Map<String, Method> accessors = new HashMap<>();
            for (RecordComponent component : type.getRecordComponents()) {
                component.getAccessor().setAccessible(true);
                accessors.put(component.getName(), component.getAccessor());
            }
            return accessors;
        }
    };

    private final TextCache<SqlStatement> parsed = new TextCache<>(Statements::parseAnew, SqlStatement::bytes);
    private final Codecs codecs;
    private final ListValues lists;
    private final boolean readOnly;

    /**
     * Checks for one database.
     *
     * @param readOnly whether statements that write are refused
     */
    public Statements(Codecs codecs, boolean readOnly) {
        this.codecs = codecs;
        this.lists = new ListValues(codecs);
        this.readOnly = readOnly;
    }

    public Codecs codecs() {
        return codecs;
    }

    public SqlStatement parse(String sql) {
        SqlStatement statement = parsed.get(sql);
        if (readOnly && !statement.onlyReads()) {
            throw writes(sql);
        }
        return statement;
    }

    private static SqlStatement parseAnew(String sql) {
        try {
            return SqlStatement.parse(sql);
        } catch (UnacceptableSqlException e) {
            throw Failures.invalidStatement(String.valueOf(e.getMessage()), sql, e);
        }
    }

    private static InvalidStatementException writes(String sql) {
        return Failures.invalidStatement("The database was opened with readOnly, which refuses what writes", sql, null);
    }

    /** Throws if nothing may be written. */
    public void checkWriting(String what) {
        if (readOnly) {
            throw writes(what);
        }
    }

    /** Throws if a statement is a PRAGMA that cannot be used in a place. */
    public static void checkPragma(SqlStatement statement, Pragma.Place place) {
        PragmaUse use = statement.pragma();
        String refusal = use == null ? null : use.refusal(place);
        if (refusal != null) {
            throw Failures.invalidStatement(refusal, statement.text(), null);
        }
    }

    public SqlScript parseScript(String sql) {
        checkWriting(sql);
        try {
            return SqlScript.parse(sql);
        } catch (UnacceptableSqlException e) {
            throw Failures.invalidStatement(String.valueOf(e.getMessage()), sql, e);
        }
    }

    public BoundStatement bind(String sql, @Nullable Object[] arguments) {
        return bind(parse(sql), arguments);
    }

    /** Binds one element of a batch: an array or list of positional values, a map or record of named ones, or a single value. */
    public BoundStatement bindRow(SqlStatement statement, @Nullable Object row) {
        if (row instanceof List<?> list) {
            return bind(statement, list.toArray());
        }
        if (row instanceof Object[] array) {
            return bind(statement, array);
        }
        if (row instanceof Map || row instanceof Record) {
            return bind(statement, new Object[] {row});
        }
        if (row == null || codecs.supports(row.getClass())) {
            return bind(statement, new Object[] {row});
        }
        throw invalid(
                statement, "A row must be an array, list, map, record or single value, was " + typeName(row), null);
    }

    private BoundStatement bind(SqlStatement statement, @Nullable Object[] arguments) {
        @Nullable Object[] values = statement.named() ? byName(statement, arguments) : byPosition(statement, arguments);
        BitSet withLists = lists.of(values);
        return encoded(withLists == null ? statement : withLists(statement, withLists), values, withLists);
    }

    /** Finds the statement in which parameters take lists. */
    private SqlStatement withLists(SqlStatement statement, BitSet lists) {
        try {
            return parse(ListParameters.rewrite(statement.text(), lists));
        } catch (UnacceptableSqlException e) {
            throw invalid(statement, parameter(statement, lists.nextSetBit(0)) + e.getMessage(), e);
        }
    }

    private BoundStatement encoded(SqlStatement statement, @Nullable Object[] values, @Nullable BitSet withLists) {
        long bytes = OPERATION_BYTES + statement.bytes();
        for (int i = 0; i < values.length; i++) {
            boolean isList = withLists != null && withLists.get(i);
            Object value = encode(statement, i, values[i], isList);
            values[i] = value;
            bytes += size(value);
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
        if (source instanceof Record row) {
            return ofRecord(statement, row);
        }
        if (!(source instanceof Map<?, ?> named)) {
            throw invalid(statement, "Has named parameters, which need one Map or record of values", null);
        }
        refuseUnknown(statement, named);
        @Nullable Object[] values = new @Nullable Object[statement.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            String name = statement.parameters().get(i).name();
            if (!named.containsKey(name)) {
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

    private static @Nullable Object[] ofRecord(SqlStatement statement, Record row) {
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

    private static Map<String, Method> accessors(SqlStatement statement, Record row) {
        try {
            return ACCESSORS.get(row.getClass());
        } catch (RuntimeException e) {
            throw notAccessible(statement, row, e);
        }
    }

    private static @Nullable Object component(SqlStatement statement, Method accessor, Record row) {
        try {
            return accessor.invoke(row);
        } catch (InvocationTargetException e) {
            throw invalid(statement, "Component '" + accessor.getName() + "' threw", e.getCause());
        } catch (IllegalAccessException e) {
            throw notAccessible(statement, row, e);
        }
    }

    private static InvalidParameterException notAccessible(SqlStatement statement, Record row, Throwable cause) {
        return invalid(statement, "Record " + typeName(row) + " is not accessible: open its package", cause);
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

    /** Estimates the size of a row in memory. */
    public static long size(@Nullable Object[] row) {
        long bytes = OPERATION_BYTES;
        for (Object value : row) {
            bytes += size(value);
        }
        return bytes;
    }

    private static long size(@Nullable Object value) {
        if (value instanceof String text) {
            return 16L + text.length();
        }
        if (value instanceof MalformedText text) {
            return 16L + text.bytes().length;
        }
        return value instanceof byte[] bytes ? 16L + bytes.length : 8;
    }

    private static String typeName(@Nullable Object value) {
        return value == null ? "null" : value.getClass().getName();
    }

    private static InvalidParameterException invalid(
            SqlStatement statement, String message, @Nullable Throwable cause) {
        return Failures.invalidParameter(message, statement.text(), cause);
    }
}
