package io.asyncsqlite.internal.engine;

/**
 * Observes every run of a statement, on the connection's thread while it runs. Must not use the connection, nor throw.
 *
 * @see <a href="https://www.sqlite.org/c3ref/trace_v2.html">sqlite3_trace_v2</a>
 */
public interface TraceListener {

    /**
     * Called when a statement or trigger begins to run.
     *
     * @param sql the text without values; a comment for a trigger, or for what a virtual table runs
     */
    void started(String sql);

    /**
     * Called when a run has ended.
     *
     * @param run the counters of the run
     */
    void finished(Run run);

    /**
     * One run of a statement.
     *
     * @param sql the text without values
     * @param nanos time, in steps of a millisecond
     * @param fullScanSteps rows that were stepped over in scans of whole tables
     * @param sorts how often rows were sorted
     * @param autoIndexRows rows that were put into indexes made for this run
     * @param steps virtual machine instructions
     * @see <a href="https://www.sqlite.org/c3ref/c_stmtstatus_counter.html">Counters</a>
     */
    record Run(String sql, long nanos, int fullScanSteps, int sorts, int autoIndexRows, int steps) {}
}
