package io.asyncsqlite.matrix;

/** The event that happens to the subject of a cell. */
enum Event {
    NOTHING("nothing"),
    CANCEL("cancel"),
    DEADLINE("deadline"),
    AGE_LIMIT("age limit"),
    ABANDON("close(0)"),
    CLOSE("close"),
    BUSY_TIME_OVER("end of busyTimeout"),
    LISTENER_ERROR("Error of a listener"),
    TRACER_ERROR("Error of the tracer"),
    TRACE_ENDED_ERROR("Error of trace.ended"),
    TRACE_RUN_ERROR("Error of trace.run"),
    STATEMENT_TRACE_ERROR("Error of a statement trace"),
    AUTHORIZER_ERROR("Error of an authorizer"),
    ENCODE_ERROR("Error of codec.encode"),
    DECODE_ERROR("Error of codec.decode"),
    MAPPER_ERROR("Error of a mapper"),
    SUBSCRIBER_ERROR("Error of a subscriber"),
    FUNCTION_ERROR("Error of a lambda"),
    SQL_FUNCTION_ERROR("Error of a function of SQL"),
    ITERATOR_ERROR("Error of an iterator"),
    LOG_ERROR("Error of a log handler"),
    EXECUTOR_REJECTS("callback executor that rejects"),
    EXECUTOR_AND_LOG_ERROR("Errors of the callback executor and a log handler"),
    MEMORY_ERROR_AFTER_BEGIN("OutOfMemoryError after BEGIN"),
    MEMORY_ERROR("OutOfMemoryError on the thread"),
    MEMORY_ERROR_AFTER_COMMIT("OutOfMemoryError after COMMIT");

    private final String title;

    Event(String title) {
        this.title = title;
    }

    /** Tells whether the operation ends because of it, wherever it is, and must not wait for what holds it. */
    boolean endsSubject() {
        return this == CANCEL || this == DEADLINE || this == AGE_LIMIT || this == ABANDON;
    }

    /** Tells whether memory is short on the thread of the connection. */
    boolean memory() {
        return this == MEMORY_ERROR_AFTER_BEGIN || this == MEMORY_ERROR || this == MEMORY_ERROR_AFTER_COMMIT;
    }

    boolean closes() {
        return this == ABANDON || this == CLOSE;
    }

    @Override
    public String toString() {
        return title;
    }
}
