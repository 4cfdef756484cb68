package io.asyncsqlite.sql;

import java.util.Locale;
import java.util.Set;

/** Tells which statements leave a database as it is. */
public final class ReadingStatements {

    private static final Set<String> WRITE_WITHOUT_VALUE = Set.of("incremental_vacuum", "optimize", "wal_checkpoint");
    private static final Set<String> READ_WITH_VALUE = Set.of(
            "foreign_key_check",
            "foreign_key_list",
            "index_info",
            "index_list",
            "index_xinfo",
            "integrity_check",
            "quick_check",
            "table_info",
            "table_list",
            "table_xinfo");

    private ReadingStatements() {}

    /**
     * Tells whether a statement changes neither a database file nor a setting. It may attach another file, and copy to another one.
     *
     * @param statement a statement
     * @return whether it only reads
     */
    public static boolean contains(SqlStatement statement) {
        return switch (statement.kind()) {
            case READ -> true;
            case WRITE -> false;
            case PRAGMA -> pragmaReads(statement.text());
            case ALONE -> aloneReads(statement);
        };
    }

    private static boolean aloneReads(SqlStatement statement) {
        SqlTokenizer tokens = new SqlTokenizer(statement.text());
        tokens.next();
        if (tokens.is("PRAGMA")) {
            return pragmaReads(statement.text());
        }
        return !tokens.is("VACUUM") || FileTarget.of(statement) != null;
    }

    /** Looks at {@code PRAGMA schema.name}, {@code PRAGMA name = value} and {@code PRAGMA name(value)}. */
    private static boolean pragmaReads(String sql) {
        SqlTokenizer tokens = new SqlTokenizer(sql);
        String name = "";
        for (SqlTokenizer.Type type = tokens.next();
                type != SqlTokenizer.Type.END && type != SqlTokenizer.Type.SEMICOLON;
                type = tokens.next()) {
            if (tokens.is("=") || tokens.is("(")) {
                return READ_WITH_VALUE.contains(name);
            }
            if (!tokens.is(".")) {
                name = new FileTarget.Token(type, tokens.text()).unquoted().toLowerCase(Locale.ROOT);
            }
        }
        return !WRITE_WITHOUT_VALUE.contains(name);
    }
}
