package io.asyncsqlite.r2dbc;

import io.asyncsqlite.sql.SqlStatement;
import io.asyncsqlite.sql.SqlStatement.SqlParameter;
import io.asyncsqlite.sql.UnacceptableSqlException;
import io.r2dbc.spi.R2dbcBadGrammarException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a text, and the parameters that they have in common: one slot for each name or position. Immutable.
 *
 * @param statements one or more, in order
 * @param names the names of the slots, empty if they are positions
 * @param slots how many there are
 * @param needed the slots that must have a value
 */
record SqlText(List<SqlStatement> statements, List<String> names, int slots, BitSet needed) {

    static SqlText read(String sql) {
        try {
            return of(sql, List.of(SqlStatement.parse(sql)));
        } catch (UnacceptableSqlException e) {
            throw new R2dbcBadGrammarException(e.getMessage() + ": nothing was executed", "42000", 0, sql, e);
        }
    }

    private static SqlText of(String sql, List<SqlStatement> statements) {
        List<String> names = new ArrayList<>();
        BitSet needed = new BitSet();
        int positions = 0;
        for (SqlStatement statement : statements) {
            for (SqlParameter parameter : statement.parameters()) {
                String name = parameter.name();
                if (name == null) {
                    needed.set(parameter.position());
                } else if (!names.contains(name)) {
                    needed.set(names.size());
                    names.add(name);
                }
            }
            positions = Math.max(positions, statement.named() ? 0 : statement.positions());
        }
        if (positions > 0 && !names.isEmpty()) {
            throw new R2dbcBadGrammarException(
                    "The statements of one text must not mix named and positional parameters: nothing was executed",
                    "42000",
                    0,
                    sql);
        }
        return new SqlText(statements, List.copyOf(names), Math.max(positions, names.size()), needed);
    }

    /** Finds the slot of a zero-based index. */
    int slot(int index) {
        if (index < 0 || index >= slots) {
            throw new IndexOutOfBoundsException("no parameter " + index + ": there are " + slots + ", from 0 on");
        }
        return index;
    }

    /** Finds the slot of a name, with or without its prefix, or of a numbered parameter as it is written. */
    int slot(String name) {
        int slot = names.isEmpty() ? numbered(name) : named(name);
        if (slot < 0 || !needed.get(slot)) {
            throw new NoSuchElementException("no parameter '" + name + "': there are "
                    + (names.isEmpty() ? slots + " by position" : names.toString()));
        }
        return slot;
    }

    private int named(String name) {
        int slot = names.indexOf(name);
        boolean prefixed = slot < 0 && !name.isEmpty() && ":@$".indexOf(name.charAt(0)) >= 0;
        return prefixed ? names.indexOf(name.substring(1)) : slot;
    }

    private static int numbered(String name) {
        return name.matches("[?$][0-9]{1,5}") ? Integer.parseInt(name.substring(1)) - 1 : -1;
    }

    /** Returns the values of one of the statements as the core wants them. */
    @Nullable
    Object[] arguments(SqlStatement statement, @Nullable Object[] values) {
        if (!statement.named()) {
            return statement.positions() == values.length
                    ? values
                    : java.util.Arrays.copyOf(values, statement.positions());
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (SqlParameter parameter : statement.parameters()) {
            String name = parameter.name();
            if (name != null) {
                named.put(name, values[names.indexOf(name)]);
            }
        }
        return new Object[] {named};
    }
}
