package io.asyncsqlite.r2dbc;

import io.asyncsqlite.sql.SqlStatement;
import io.asyncsqlite.sql.SqlStatement.Kind;
import io.asyncsqlite.sql.SqlStatement.SqlParameter;
import io.asyncsqlite.sql.UnacceptableSqlException;
import io.r2dbc.spi.R2dbcBadGrammarException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The statements of a text, and the parameters that they have in common: one slot for each name or position. Immutable.
 *
 * @param parts the statements, one or more, in order
 * @param names the names of the slots, empty if they are positions
 * @param slots how many there are
 * @param needed the slots that must have a value
 */
record SqlText(List<Part> parts, List<String> names, int slots, BitSet needed) {

    /** What holds no words and parameters: texts, quoted names and comments. A doubled quote ends one and starts the next. */
    private static final Pattern OPAQUE =
            Pattern.compile("'[^']*'|\"[^\"]*\"|`[^`]*`|\\[[^]]*]|--[^\n]*|/\\*.*?(\\*/|$)", Pattern.DOTALL);

    private static final Pattern RETURNING = Pattern.compile("\\bRETURNING\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern UNNUMBERED = Pattern.compile("\\?(?![0-9])");

    /**
     * One statement.
     *
     * @param givesRows whether it may give rows although it does not only read
     */
    record Part(SqlStatement statement, boolean givesRows) {

        static Part of(SqlStatement statement) {
            return new Part(statement, statement.kind() != Kind.WRITE || contains(RETURNING, statement.text()));
        }

        boolean reads() {
            return statement.kind() == Kind.READ;
        }

        /** Tells whether it may change rows. */
        boolean writes() {
            return statement.kind() == Kind.WRITE;
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
        List<String> names = new ArrayList<>();
        BitSet needed = new BitSet();
        int positions = 0;
        for (Part part : parts) {
            for (SqlParameter parameter : part.statement.parameters()) {
                String name = parameter.name();
                if (name == null) {
                    needed.set(parameter.position());
                    positions = Math.max(positions, parameter.position() + 1);
                } else if (!names.contains(name)) {
                    needed.set(names.size());
                    names.add(name);
                }
            }
        }
        check(sql, parts.size() > 1 && positions > 0, !names.isEmpty());
        return new SqlText(parts, List.copyOf(names), Math.max(positions, names.size()), needed);
    }

    private static void check(String sql, boolean severalByPosition, boolean byName) {
        if (severalByPosition && (byName || contains(UNNUMBERED, sql))) {
            throw new R2dbcBadGrammarException(
                    "A text of several statements must number all its parameters, ?1 or $1, or name all of them: nothing was executed",
                    "42000",
                    0,
                    sql);
        }
    }

    private static boolean contains(Pattern pattern, String sql) {
        return pattern.matcher(sql).find()
                && pattern.matcher(OPAQUE.matcher(sql).replaceAll(" ")).find();
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
            return statement.positions() == values.length ? values : Arrays.copyOf(values, statement.positions());
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
