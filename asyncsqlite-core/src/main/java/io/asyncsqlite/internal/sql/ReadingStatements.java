package io.asyncsqlite.internal.sql;

/** Tells which statements do not change a database. */
public final class ReadingStatements {

    private ReadingStatements() {}

    /**
     * Tells whether a statement changes neither a database file nor a setting. It may attach another file, and copy to another one.
     *
     * @param statement a statement
     * @return whether it only reads
     */
    public static boolean contains(SqlStatement statement) {
        PragmaUse pragma = statement.pragma();
        if (pragma != null) {
            return pragma.refusal(Pragma.Place.READING) == null;
        }
        return switch (statement.kind()) {
            case READ -> true;
            case WRITE, PRAGMA -> false;
            case OUTSIDE_TRANSACTION -> readsOutsideTransaction(statement);
        };
    }

    private static boolean readsOutsideTransaction(SqlStatement statement) {
        SqlTokenizer tokens = new SqlTokenizer(statement.text());
        tokens.next();
        return !tokens.is("VACUUM") || FileTarget.of(statement) != null;
    }
}
