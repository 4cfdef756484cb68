package io.asyncsqlite.internal.engine;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One {@code sqlite3*}. Every method belongs to the thread that opened it. */
public interface EngineConnection extends EnginePages, AutoCloseable {

    /**
     * Compiles the first statement of a text.
     *
     * @param sql SQL text without NUL that holds a statement
     * @return the statement, to be closed before the connection
     * @throws EngineException if SQLite refuses the text
     */
    EngineStatement prepare(String sql) throws EngineException;

    /**
     * Runs every statement of a text, ignoring rows.
     *
     * @param sql SQL text without NUL
     * @throws EngineException at the first statement that fails; the earlier ones have run
     */
    void executeScript(String sql) throws EngineException;

    /**
     * Attaches a database file that exists.
     *
     * @param uri the file as a URI
     * @param schema its name in SQL
     * @throws EngineException if SQLite refuses
     * @see <a href="https://www.sqlite.org/lang_attach.html">ATTACH</a>
     */
    default void attach(String uri, String schema) throws EngineException {
        try (EngineStatement attach = prepare("ATTACH ? AS ?")) {
            attach.execute(new Object[] {uri, schema});
        }
    }

    /**
     * Starts a transaction.
     *
     * @param mode when the write lock is taken
     * @throws EngineException if there is one already, or a lock could not be obtained
     */
    void begin(BeginMode mode) throws EngineException;

    /**
     * Commits the transaction.
     *
     * @throws EngineException if SQLite refuses; {@link #inTransaction()} tells whether it is still open
     */
    void commit() throws EngineException;

    /**
     * Rolls the transaction back.
     *
     * @throws EngineException if there is none
     */
    void rollback() throws EngineException;

    /**
     * Tells whether {@link #announce} wins anything.
     *
     * @return false for every engine that calls SQLite in this process
     */
    default boolean wantsAnnouncements() {
        return false;
    }

    /**
     * Announces statements that will be executed next, one after the other in this order, in the open transaction. An engine that reaches SQLite over
     * a network can send them without waiting for the answers to those before them. Every statement is executed by {@link EngineStatement#execute} all
     * the same, with the very array of values, and then succeeds or fails as if it ran at that moment. Statements that were sent have run even if they
     * are never executed here: then the transaction must be rolled back.
     *
     * @param runs the statements, each of them compiled by this connection
     * @throws EngineException if the connection is lost
     */
    default void announce(List<EngineRun> runs) throws EngineException {}

    /**
     * Returns how many statements were announced and have not been executed.
     *
     * @return 0 or more
     */
    default int announced() {
        return 0;
    }

    /**
     * Forgets the statements that were announced and not executed, after a failure, and before anything else is run. If the transaction has ended by
     * itself, because of an earlier one of them, those behind it that were already sent have run each in a transaction of its own.
     *
     * @return the statements that may have been committed so; none if the transaction is open, or was rolled back
     */
    default Strays forgetAnnounced() {
        return Strays.NONE;
    }

    /**
     * Proves whether a transaction is open. SQLite itself ends a transaction after some errors, such as one with {@code OR
     * ROLLBACK}, {@code SQLITE_FULL} or {@code SQLITE_IOERR}.
     *
     * @return whether a transaction is open
     * @throws EngineException if it cannot be proved: the connection must then be discarded
     */
    boolean inTransaction() throws EngineException;

    /**
     * Has running statements ask at intervals whether to stop. A statement that must stop fails with SQLITE_INTERRUPT.
     *
     * @param steps virtual machine instructions between two questions, at least 1
     * @param stop the question, asked on the connection's thread; must not use the connection
     * @throws EngineException if the connection is closed
     * @see <a href="https://www.sqlite.org/c3ref/progress_handler.html">sqlite3_progress_handler</a>
     */
    void onProgress(int steps, BooleanSupplier stop) throws EngineException;

    /**
     * Sets a question that SQLite asks, when it compiles a statement, about each action of the statement. After a question was
     * set, SQLite compiles earlier statements again. After it was removed, only newer versions of SQLite do.
     *
     * @param question the question, or null for none
     * @throws EngineException if the connection is closed
     * @throws UnsupportedOperationException if the engine cannot do it
     */
    default void onAuthorize(@Nullable AuthorizationQuestion question) throws EngineException {
        throw missing(Ability.AUTHORIZER);
    }

    /**
     * Sets the listener for every run of a statement from now on.
     *
     * @param listener the listener, or null for none
     * @throws EngineException if the connection is closed
     * @throws UnsupportedOperationException if the engine cannot do it
     */
    default void onTrace(@Nullable TraceListener listener) throws EngineException {
        throw missing(Ability.TRACE);
    }

    /**
     * Defines a function, or replaces the one of the same name and number of arguments.
     *
     * @param function the function
     * @throws EngineException if SQLite refuses, with SQLITE_BUSY while a statement runs and one is to be replaced
     */
    void createFunction(EngineFunction function) throws EngineException;

    /**
     * Removes a function that was created. On JNI its name stays known, and calling it fails.
     *
     * @param name its name
     * @param arguments its number of arguments
     * @throws EngineException if SQLite refuses, with SQLITE_BUSY while a statement runs
     */
    void removeFunction(String name, int arguments) throws EngineException;

    /**
     * Defines a collation, or replaces the one of the same name. If the comparator throws, the statement fails, and the whole transaction is rolled
     * back if the statement may have written.
     *
     * @param name its name
     * @param order the order of texts, asked on the connection's thread
     * @throws EngineException if SQLite refuses, with SQLITE_BUSY while a statement runs and one is to be replaced
     */
    void createCollation(String name, Comparator<String> order) throws EngineException;

    /**
     * Removes a collation that was created.
     *
     * @param name its name
     * @throws EngineException if SQLite refuses, with SQLITE_BUSY while a statement runs
     */
    void removeCollation(String name) throws EngineException;

    /**
     * Opens a value, BLOB or TEXT, to be read and written in place.
     *
     * @param database {@code main}, {@code temp} or the name of an attached database
     * @param table an ordinary table with rowids
     * @param column a column; if the value is to be written, not one of an index, a primary key or a foreign key
     * @param rowid the row
     * @param writable whether it is to be written, which needs an open transaction
     * @return the value, to be closed before the transaction ends
     * @throws EngineException if SQLite refuses
     * @throws UnsupportedOperationException if the engine cannot do it
     */
    default EngineBlob openBlob(String database, String table, String column, long rowid, boolean writable)
            throws EngineException {
        throw missing(Ability.BLOBS_IN_PLACE);
    }

    /**
     * Replaces the content of the main database by that of a file, in a transaction of its own: wholly or not at all. No transaction may be open. The
     * pages must be as large as those of the database.
     *
     * @param file absolute path of a database file, which no connection has open
     * @param stop asked at times whether to end without an effect; the JNI engine asks only at first
     * @throws EngineException if SQLite refuses, with SQLITE_INTERRUPT if it was stopped
     */
    void replaceBy(Path file, BooleanSupplier stop) throws EngineException;

    /**
     * Loads an extension. SQL cannot load one, also afterwards.
     *
     * @param file absolute path of the library
     * @param entryPoint its C function, or null for the usual one
     * @throws EngineException if SQLite cannot load it
     */
    void loadExtension(Path file, @Nullable String entryPoint) throws EngineException;

    /**
     * Sets a limit.
     *
     * @param number that of SQLite
     * @param value the limit, which SQLite lowers to the largest it was built for; negative to ask only
     * @return what it was before
     * @throws EngineException if the connection is closed
     */
    int limit(int number, int value) throws EngineException;

    /**
     * Returns a counter of SQLite for the connection.
     *
     * @param counter the counter
     * @return its value now, from 0 to 2,147,483,647, after which it begins again; or -1 if the engine cannot ask
     * @throws EngineException if the connection is closed
     */
    default int counter(Counter counter) throws EngineException {
        return -1;
    }

    /**
     * Returns the failure of a call that needs an ability which the engine does not have.
     *
     * @param ability the ability
     * @return the failure, to be thrown
     */
    default UnsupportedOperationException missing(Ability ability) {
        return ability.missing(
                "needs the foreign engine: JDK 22 or newer and SqliteOptions.engine FOREIGN, or AUTO where"
                        + " it can be used; SQLite is called through JNI here");
    }

    /**
     * Returns the rows that the latest completed INSERT, UPDATE or DELETE changed, without those of triggers.
     *
     * @return rows, 0 or more; 0 after a statement that failed and was undone
     * @throws EngineException if the connection is closed
     * @see <a href="https://www.sqlite.org/c3ref/changes.html">sqlite3_changes64</a>
     */
    long changes() throws EngineException;

    /**
     * Returns how many rows all statements since the opening of the connection have changed, with those of triggers and foreign keys. Rows
     * of a statement with RETURNING count from when its rows were read.
     *
     * @return rows, 0 or more
     * @throws EngineException if the connection is closed
     * @see <a href="https://www.sqlite.org/c3ref/total_changes.html">sqlite3_total_changes64</a>
     */
    long totalChanges() throws EngineException;

    /**
     * Returns the rowid of the latest successful INSERT into a rowid table.
     *
     * @return the rowid, 0 before the first
     * @throws EngineException if it cannot be read
     * @see <a href="https://www.sqlite.org/c3ref/last_insert_rowid.html">sqlite3_last_insert_rowid</a>
     */
    long lastInsertRowid() throws EngineException;

    /**
     * Notes from now on whether a row is inserted into a table, by a statement or a trigger. Rows of a table without rowid do not count.
     *
     * @param table name of the table, in any database of the connection; null to end it
     * @return whether a row was inserted since the last call
     * @throws EngineException if the connection is closed
     * @see <a href="https://www.sqlite.org/c3ref/update_hook.html">sqlite3_update_hook</a>
     */
    boolean watchInserts(@Nullable String table) throws EngineException;

    /**
     * Finalizes the remaining statements and closes the connection.
     *
     * @throws EngineException if SQLite reports an error
     */
    @Override
    void close() throws EngineException;
}
