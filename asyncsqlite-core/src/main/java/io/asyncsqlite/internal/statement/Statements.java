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
        return withLists.isEmpty() ? encoded(statement, values) : encoded(withLists(statement, withLists), values);
    }

    /** Finds the statement in which parameters take lists. */
    private SqlStatement withLists(SqlStatement statement, BitSet lists) {
        try {
            return parse(ListParameters.rewrite(statement.text(), lists));
        } catch (UnacceptableSqlException e) {
            throw invalid(statement, parameter(statement, lists.nextSetBit(0)) + e.getMessage(), e);
        }
    }

    private BoundStatement encoded(SqlStatement statement, @Nullable Object[] values) {
        long bytes = OPERATION_BYTES + statement.bytes();
        for (int i = 0; i < values.length; i++) {
            Object value = encode(statement, i, values[i]);
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
        Map<?, ?> named = arguments.length == 1 ? namedValues(statement, arguments[0]) : null;
        if (named == null) {
            throw invalid(statement, "Has named parameters, which need one Map or record of values", null);
        }
        @Nullable Object[] values = new @Nullable Object[statement.parameters().size()];
        for (int i = 0; i < values.length; i++) {
            String name = statement.parameters().get(i).name();
            if (!named.containsKey(name)) {
                throw invalid(statement, "No value for parameter " + Excerpt.ofName(String.valueOf(name)), null);
            }
            values[i] = named.get(name);
        }
        return values;
    }

    private static @Nullable Map<?, ?> namedValues(SqlStatement statement, @Nullable Object source) {
        if (source instanceof Record) {
            return components(statement, source);
        }
        if (!(source instanceof Map<?, ?> map)) {
            return null;
        }
        TreeSet<String> unknown = new TreeSet<>();
        map.keySet().forEach(key -> unknown.add(String.valueOf(key)));
        statement.parameters().stream().map(SqlParameter::name).forEach(unknown::remove);
        if (!unknown.isEmpty()) {
            throw invalid(statement, "No parameter is named " + Excerpt.ofText(unknown.toString()), null);
        }
        return map;
    }

    private static Map<String, @Nullable Object> components(SqlStatement statement, Object source) {
        Map<String, @Nullable Object> values = new HashMap<>();
        for (RecordComponent component : source.getClass().getRecordComponents()) {
            try {
                component.getAccessor().setAccessible(true);
                values.put(component.getName(), component.getAccessor().invoke(source));
            } catch (InvocationTargetException e) {
                throw invalid(statement, "Component '" + component.getName() + "' threw", e.getCause());
            } catch (IllegalAccessException | RuntimeException e) {
                throw invalid(statement, "Record " + typeName(source) + " is not accessible: open its package", e);
            }
        }
        return values;
    }

    private @Nullable Object encode(SqlStatement statement, int index, @Nullable Object value) {
        try {
            return value != null && lists.isList(value) ? lists.json(value) : codecs.encode(value);
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
