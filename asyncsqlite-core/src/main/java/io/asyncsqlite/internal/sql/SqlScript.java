package io.asyncsqlite.internal.sql;

/**
 * Statements that run in one transaction. Immutable; holds their text once.
 *
 * <p>A script may have a frame, as the {@code .dump} of the sqlite3 shell has: {@code PRAGMA foreign_keys=OFF; BEGIN; ... COMMIT;}. The frame is
 * none of its statements.
 *
 * @param text the whole text, as given
 * @param places where the statements start and end, in turn
 * @param framed whether it has BEGIN and COMMIT around its statements
 * @param foreignKeysOff whether it starts with {@code PRAGMA foreign_keys=OFF}
 * @param acts whether a PRAGMA of it changes something
 * @see <a href="https://www.sqlite.org/cli.html#converting_an_entire_database_to_a_text_file">.dump</a>
 */
@SuppressWarnings("ArrayRecordComponent") // The records are never compared.
public record SqlScript(String text, int[] places, boolean framed, boolean foreignKeysOff, boolean acts) {

    private static final int PLACE_BYTES = 8;

    /**
     * Reads and checks a script.
     *
     * @param sql SQL text
     * @return the script
     * @throws UnacceptableSqlException if it is blank, holds NUL or a parameter, begins or ends a transaction other than by its frame, or
     *     holds a statement that cannot run inside one
     */
    public static SqlScript parse(String sql) {
        return new SqlParser(sql).script();
    }

    /**
     * Returns how many statements it has.
     *
     * @return 0 or more
     */
    public int size() {
        return places.length / 2;
    }

    /**
     * Returns a statement.
     *
     * @param index from 0 on
     * @return its text without the semicolon
     */
    public String statement(int index) {
        return text.substring(places[2 * index], places[2 * index + 1]);
    }

    /**
     * Returns where a statement starts.
     *
     * @param index from 0 on
     * @return the line, from 1 on
     */
    public int line(int index) {
        return 1
                + (int) text.chars()
                        .limit(places[2 * index])
                        .filter(c -> c == '\n')
                        .count();
    }

    /**
     * Tells whether it can run only where no transaction is open.
     *
     * @return whether it has a frame
     */
    public boolean needsNoTransaction() {
        return framed || foreignKeysOff;
    }

    /**
     * Tells whether it can be one of several in a transaction.
     *
     * @return false if a setting of it would hold for its neighbours too
     */
    public boolean isShareable() {
        return !acts && !foreignKeysOff;
    }

    /**
     * Estimates its size in memory.
     *
     * @return bytes
     */
    public long bytes() {
        return text.length() + (long) PLACE_BYTES * size();
    }
}
