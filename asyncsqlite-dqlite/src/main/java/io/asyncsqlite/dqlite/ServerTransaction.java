package io.asyncsqlite.dqlite;

import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.EngineException;

/**
 * The transaction of one connection.
 *
 * <pre>
 * NONE --BEGIN--> OPEN --COMMIT, ROLLBACK--> NONE      any --a statement fails--> UNKNOWN --BEGIN succeeds, is refused--> NONE, OPEN
 * </pre>
 *
 * The protocol does not tell whether a transaction is open. A statement that fails may have ended it.
 */
final class ServerTransaction {

    private static final String NESTED = "within a transaction";

    /** Runs a statement on the server. */
    interface Control {

        void run(String sql) throws EngineException;
    }

    private enum State {
        NONE,
        OPEN,
        UNKNOWN
    }

    private final Control control;
    private final Runnable proved;
    private State state = State.NONE;

    /**
     * Begins nothing yet.
     *
     * @param proved runs when it is proved that the transaction is open
     */
    ServerTransaction(Control control, Runnable proved) {
        this.control = control;
        this.proved = proved;
    }

    void begin(BeginMode mode) throws EngineException {
        run("BEGIN " + mode, State.OPEN);
    }

    void commit() throws EngineException {
        run("COMMIT", State.NONE);
    }

    void rollback() throws EngineException {
        run("ROLLBACK", State.NONE);
    }

    private void run(String sql, State after) throws EngineException {
        State before = state;
        state = State.UNKNOWN;
        try {
            control.run(sql);
            state = after;
        } catch (EngineException e) {
            boolean begins = after == State.OPEN;
            // A BEGIN that the server refuses changes nothing.
            if (begins && e.loss() == EngineException.Loss.NONE) {
                state = before;
            }
            throw e;
        }
    }

    /** Rolls back if a transaction may be open, and returns whether one was. */
    boolean rollbackIfOpen() {
        if (state == State.NONE) {
            return false;
        }
        try {
            rollback();
            return true;
        } catch (EngineException e) {
            // There was none, or the connection is lost, which the next request meets.
            state = State.UNKNOWN;
            return false;
        }
    }

    /** Notes that a statement has failed. */
    void mayHaveEnded() {
        if (state == State.OPEN) {
            state = State.UNKNOWN;
        }
    }

    boolean isOpen() throws EngineException {
        if (state == State.UNKNOWN) {
            state = ask() ? State.OPEN : State.NONE;
            if (state == State.OPEN) {
                proved.run();
            }
        }
        return state == State.OPEN;
    }

    private boolean ask() throws EngineException {
        try {
            control.run("BEGIN");
        } catch (EngineException e) {
            if (String.valueOf(e.getMessage()).contains(NESTED)) {
                return true;
            }
            throw e;
        }
        control.run("ROLLBACK");
        return false;
    }
}
