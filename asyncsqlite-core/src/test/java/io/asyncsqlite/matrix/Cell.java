package io.asyncsqlite.matrix;

import java.util.ArrayList;
import java.util.List;

/** The coordinates of one cell of the matrix. */
record Cell(Event event, Moment moment, Form form, Neighbours neighbours, Storage storage) {

    /** Returns all cells that make sense. */
    static List<Cell> all(boolean blobs) {
        List<Cell> cells = new ArrayList<>();
        for (Event event : Event.values()) {
            for (Moment moment : Moment.values()) {
                for (Form form : Form.values()) {
                    for (Neighbours neighbours : Neighbours.values()) {
                        for (Storage storage : Storage.values()) {
                            cells.add(new Cell(event, moment, form, neighbours, storage));
                        }
                    }
                }
            }
        }
        cells.removeIf(cell -> !cell.exists() || (cell.needsForeignEngine() && !blobs));
        return cells;
    }

    private boolean needsForeignEngine() {
        return form == Form.BLOB || event == Event.AUTHORIZER_ERROR || event == Event.STATEMENT_TRACE_ERROR;
    }

    private boolean exists() {
        return momentExists() && eventExists() && neighboursExist();
    }

    /** Tells whether a form can be where the moment says. */
    private boolean momentExists() {
        return switch (moment) {
            case QUEUED -> form != Form.BLOCKED_LAMBDA && form != Form.FETCH;
            case TURN -> waitsForTurn();
            case LOCK -> waitsForLock();
            case RUNNING -> true;
            case COMMIT -> commits();
        };
    }

    private boolean waitsForTurn() {
        return switch (form) {
            case CONNECTION, CONNECTION_BEGIN -> storage != Storage.MEMORY;
            case CONNECTION_IN_TRANSACTION, BLOB -> storage == Storage.WAL;
            case CURSOR, STREAM_ON_CONNECTION -> storage == Storage.ROLLBACK;
            default -> false;
        };
    }

    private boolean waitsForLock() {
        boolean blocked = form.reads() ? storage == Storage.ROLLBACK : storage != Storage.MEMORY;
        return blocked && !form.inside() && form != Form.BLOCKED_LAMBDA && form != Form.FETCH;
    }

    private boolean commits() {
        boolean read = form.reads() && (storage.separateReaders() || form.onConnection());
        return !read && !form.inside() && form != Form.BLOCKED_LAMBDA;
    }

    /** Tells whether an event can happen to a form at the moment. */
    private boolean eventExists() {
        return switch (event) {
            case NOTHING, CANCEL, DEADLINE, ABANDON, CLOSE -> true;
            case AGE_LIMIT -> moment == Moment.RUNNING && form.transaction() && form != Form.BLOB;
            case BUSY_TIME_OVER -> moment == Moment.LOCK;
            case LISTENER_ERROR,
                    TRACER_ERROR,
                    TRACE_ENDED_ERROR,
                    TRACE_RUN_ERROR,
                    LOG_ERROR,
                    EXECUTOR_REJECTS,
                    EXECUTOR_AND_LOG_ERROR -> moment == Moment.QUEUED;
            case MEMORY_ERROR_AFTER_BEGIN -> moment == Moment.QUEUED && begins();
            case STATEMENT_TRACE_ERROR -> moment == Moment.QUEUED && form.onConnection();
            case AUTHORIZER_ERROR -> moment == Moment.QUEUED && form.onConnection() && form != Form.BLOB;
            case ENCODE_ERROR -> moment == Moment.QUEUED && form != Form.SCRIPT && form != Form.BLOB;
            case DECODE_ERROR, MAPPER_ERROR -> moment == Moment.QUEUED && maps();
            case SUBSCRIBER_ERROR -> moment == Moment.QUEUED && form.stream();
            case FUNCTION_ERROR -> moment == Moment.QUEUED && hasFunction();
            case SQL_FUNCTION_ERROR ->
                moment == Moment.QUEUED && form != Form.BLOCKED_LAMBDA && form != Form.BLOB && form != Form.FETCH;
            case ITERATOR_ERROR -> moment == Moment.QUEUED && form == Form.BATCH;
            case MEMORY_ERROR ->
                (moment == Moment.RUNNING && form != Form.BLOCKED_LAMBDA && form != Form.BLOB)
                        || moment == Moment.COMMIT;
            case MEMORY_ERROR_AFTER_COMMIT -> moment == Moment.COMMIT;
        };
    }

    private boolean maps() {
        return form == Form.QUERY || form == Form.RETURNING || form.stream();
    }

    /** Tells whether a transaction of its own begins for it. */
    private boolean begins() {
        return !form.inside()
                && !(form.reads() && form.onConnection())
                && form != Form.CONNECTION_IN_TRANSACTION
                && form != Form.BLOB
                && !(form.reads() && form != Form.READ_LAMBDA && storage.separateReaders());
    }

    private boolean hasFunction() {
        return form.lambda() || form == Form.TRANSACTION || form == Form.NESTED;
    }

    private boolean neighboursExist() {
        return switch (neighbours) {
            case NONE -> true;
            // What is special about a rollback journal shows in the other cells.
            case INNOCENT -> storage != Storage.ROLLBACK;
            case GUILTY_AT_COMMIT -> !form.onConnection() && sharesQueue();
            case GUILTY_AT_ONCE -> form.shareable() && sharesQueue() && storage != Storage.ROLLBACK;
        };
    }

    /** Tells whether the subject waits in the queue of the writer, as its neighbours do. */
    private boolean sharesQueue() {
        return !form.reads() || form.inside() || !storage.separateReaders();
    }

    /** Tells whether the subject's statement never ends by itself. */
    boolean endless() {
        return moment == Moment.RUNNING && event.endsSubject() && form != Form.BLOB;
    }

    @Override
    public String toString() {
        return event + " x " + form + " x " + moment + " x " + neighbours + " x " + storage;
    }
}
