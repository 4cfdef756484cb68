package io.asyncsqlite.r2dbc;

import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.SqlStatement.SqlParameter;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.sql.UnacceptableSqlException;
import io.r2dbc.spi.R2dbcBadGrammarException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a text, and their common parameters: one slot for each name or position. Immutable.
 *
 * @param parts the statements, one or more, in order
 * @param names the slots of the names, in order, empty if they are positions
 * @param slots how many there are
 * @param needed the slots that must have a value
 */
record SqlText(List<Part> parts, Map<String, Integer> names, int slots, BitSet needed) {

    private static final int NAME_BYTES = 48;

    /**
     * One statement.
     *
     * @param givesRows whether it may give rows although it does not only read
     */
    record Part(SqlStatement statement, boolean givesRows) {

        static Part of(SqlStatement statement) {
            return new Part(statement, statement.kind() != StatementKind.WRITE || statement.returning());
        }

        boolean reads() {
            return statement.kind() == StatementKind.READ;
        }

        /** Tells whether it may change rows. */
        boolean writes() {
            return statement.kind() == StatementKind.WRITE;
        }

        String sql() {
            return statement.text();
        }

        /** Returns it with a RETURNING clause, if it inserts and has none. */
        Part returning(String clause) {
            if (clause.isEmpty() || givesRows || !statement.inserts()) {
                return this;
            }
            return new Part(statement.withText(sql() + clause), true);
        }
    }

    static SqlText read(String sql) {
        try {
            List<SqlStatement> statements = SqlStatement.parseAll(sql);
            return of(sql, statements.stream().map(Part::of).toList());
        } catch (UnacceptableSqlException e) {
            throw new R2dbcBadGrammarException(e.getMessage() + ": nothing was executed", "42000", 0, sql, e);
        }
    }

    private static SqlText of(String sql, List<Part> parts) {
        Map<String, Integer> names = new LinkedHashMap<>();
        BitSet needed = new BitSet();
        int positions = 0;
        for (Part part : parts) {
            for (SqlParameter parameter : part.statement.parameters()) {
                String name = parameter.name();
                if (name == null) {
                    needed.set(parameter.position());
                    positions = Math.max(positions, parameter.position() + 1);
                } else if (names.putIfAbsent(name, names.size()) == null) {
                    needed.set(names.size() - 1);
                }
            }
        }
        check(sql, parts, positions > 0, !names.isEmpty());
        return new SqlText(parts, Collections.unmodifiableMap(names), Math.max(positions, names.size()), needed);
    }

    private static void check(String sql, List<Part> parts, boolean byPosition, boolean byName) {
        boolean unnumbered = parts.stream().anyMatch(part -> part.statement.unnumbered());
        if (parts.size() > 1 && byPosition && (byName || unnumbered)) {
            throw new R2dbcBadGrammarException(
                    "A text of several statements must number all its parameters, ?1 or $1, or name all of them:"
                            + " nothing was executed",
                    "42000",
                    0,
                    sql);
        }
    }

    /** Estimates its size in memory. */
    long bytes() {
        return parts.stream().mapToLong(part -> part.statement.bytes()).sum() + (long) NAME_BYTES * names.size();
    }

    /** Returns the index of a slot, or its name. */
    String described(int slot) {
        return names.entrySet().stream()
                .filter(name -> name.getValue() == slot)
                .findFirst()
                .map(name -> Excerpt.ofName(name.getKey()))
                .orElse(String.valueOf(slot));
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
            throw new NoSuchElementException("no parameter " + Excerpt.ofName(name) + ": there are "
                    + (names.isEmpty()
                            ? slots + " by position"
                            : Excerpt.ofText(names.keySet().toString())));
        }
        return slot;
    }

    private int named(String name) {
        Integer slot = names.get(name);
        boolean prefixed = slot == null && !name.isEmpty() && ":@$".indexOf(name.charAt(0)) >= 0;
        if (prefixed) {
            slot = names.get(name.substring(1));
        }
        return slot == null ? -1 : slot;
    }

    private static int numbered(String name) {
        return name.matches("[?$][0-9]{1,5}") ? Integer.parseInt(name.substring(1)) - 1 : -1;
    }

    /** Returns the values of one of the statements as the core wants them. */
    @Nullable
    Object[] arguments(SqlStatement statement, @Nullable Object[] values) {
        if (!statement.named()) {
            return statement.positions() == values.length ? values : Arrays.copyOf(values, statement.positions());
        }
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (SqlParameter parameter : statement.parameters()) {
            String name = parameter.name();
            if (name != null) {
                named.put(name, values[Objects.requireNonNull(names.get(name))]);
            }
        }
        return new Object[] {named};
    }
}
