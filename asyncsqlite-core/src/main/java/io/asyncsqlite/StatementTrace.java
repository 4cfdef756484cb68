package io.asyncsqlite;

import java.time.Duration;

/**
 * Observes every statement that one connection runs, those of the library such as BEGIN and COMMIT included: for finding out what
 * happens. Set by {@link AsyncConnection#setTrace}.
 *
 * <p>Texts are passed as they were written, and bound values never. Runs on the connection's thread, in the middle of the
 * statement: must not block, and cannot use the connection. Exceptions are logged and ignored. Operations that it submits to the
 * connection are traced, too.
 *
 * @see <a href="https://www.sqlite.org/c3ref/trace_v2.html">sqlite3_trace_v2</a>
 */
public interface StatementTrace {

    /**
     * Called when a statement begins to run.
     *
     * @param sql its text; {@code -- TRIGGER name} for a trigger, {@code --} and a text for a statement that a trigger or virtual table runs
     */
    default void started(String sql) {}

    /**
     * Called when a run of a statement has ended, whether it failed or not.
     *
     * @param run the counters of the run
     */
    default void finished(Run run) {}

    /**
     * One run of a statement. Counters are SQLite's own, triggers included.
     *
     * @param sql the text
     * @param time from the first step to the last, including waits for the consumer of the rows; SQLite measures milliseconds
     * @param fullScanSteps rows that were stepped over in scans of whole tables: many may mean that an index is missing
     * @param sorts how often rows were sorted
     * @param autoIndexRows rows that were put into indexes made for this run only: many mean that an index is missing
     * @param steps instructions of SQLite's virtual machine
     * @see <a href="https://www.sqlite.org/c3ref/c_stmtstatus_counter.html">Counters of statements</a>
     */
    record Run(String sql, Duration time, long fullScanSteps, long sorts, long autoIndexRows, long steps) {}
}
