package io.asyncsqlite.internal.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The types that a CREATE TABLE or an ALTER TABLE declares for its columns.
 *
 * @see <a href="https://www.sqlite.org/lang_createtable.html">CREATE TABLE</a>
 */
public final class ColumnTypes {

    private static final Set<String> AFTER_TYPE = Set.of(
            "CONSTRAINT",
            "PRIMARY",
            "NOT",
            "NULL",
            "UNIQUE",
            "CHECK",
            "DEFAULT",
            "COLLATE",
            "REFERENCES",
            "GENERATED",
            "AS");

    private final SqlTokenizer tokens;
    private final List<String> types = new ArrayList<>();
    private SqlTokenizer.Type type = SqlTokenizer.Type.END;

    private ColumnTypes(String sql) {
        this.tokens = new SqlTokenizer(sql);
    }

    /**
     * Finds the declared types.
     *
     * @param sql one statement
     * @return the types in capitals, but for those with a size; empty for any other statement
     */
    public static List<String> of(String sql) {
        ColumnTypes found = new ColumnTypes(sql);
        found.read();
        return found.types;
    }

    private void read() {
        next();
        if (tokens.is("CREATE")) {
            next();
            if (tokens.is("TEMP") || tokens.is("TEMPORARY")) {
                next();
            }
            if (tokens.is("TABLE")) {
                readColumns();
            }
        } else if (tokens.is("ALTER")) {
            readAdded();
        }
    }

    private void readColumns() {
        while (type != SqlTokenizer.Type.END && !tokens.is("(") && !tokens.is("AS")) {
            next();
        }
        while (tokens.is("(") || tokens.is(",")) {
            next();
            readColumn();
            skipRest();
        }
    }

    private void readAdded() {
        while (type != SqlTokenizer.Type.END && !tokens.is("ADD")) {
            next();
        }
        next();
        if (tokens.is("COLUMN")) {
            next();
        }
        readColumn();
    }

    /** Reads the name of a column and its type, and stops after them. */
    private void readColumn() {
        next();
        StringBuilder declared = new StringBuilder();
        while ((type == SqlTokenizer.Type.WORD || type == SqlTokenizer.Type.QUOTED)
                && !AFTER_TYPE.contains(tokens.text().toUpperCase(Locale.ROOT))) {
            declared.append(declared.length() == 0 ? "" : " ").append(tokens.unquoted(type));
            next();
        }
        if (declared.length() > 0 && !tokens.is("(")) {
            types.add(declared.toString().toUpperCase(Locale.ROOT));
        }
    }

    /** Skips to the comma before the next column, or to the end. */
    private void skipRest() {
        int depth = 0;
        while (type != SqlTokenizer.Type.END && (depth > 0 || !(tokens.is(",") || tokens.is(")")))) {
            depth += tokens.is("(") ? 1 : tokens.is(")") ? -1 : 0;
            next();
        }
    }

    private void next() {
        type = tokens.next();
    }
}
