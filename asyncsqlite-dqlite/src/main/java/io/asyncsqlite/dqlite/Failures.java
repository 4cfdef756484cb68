package io.asyncsqlite.dqlite;

import io.asyncsqlite.ResultCode;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineException.Loss;
import java.io.IOException;
import java.net.SocketTimeoutException;

/** Turns what a server says of a failed request, or the end of its connection, into failures of the engine. */
final class Failures {

    /** The server does not lead: nothing was executed. */
    static final int NOT_LEADER = ResultCode.IOERR | (40 << 8);
    /** The server led when it took the request. A COMMIT may be executed all the same. */
    static final int LEADERSHIP_LOST = ResultCode.IOERR | (41 << 8);

    // The same two from dqlite 1.7 and earlier.
    private static final int OLD_NOT_LEADER = ResultCode.IOERR | (32 << 8);
    private static final int OLD_LEADERSHIP_LOST = ResultCode.IOERR | (33 << 8);

    private static final String CHECKPOINT = "checkpoint in progress";

    private Failures() {}

    static EngineException of(Answer.Failure failure) {
        int code = (int) failure.code();
        return switch (code) {
            case NOT_LEADER, OLD_NOT_LEADER -> new EngineException(NOT_LEADER, failure.message(), Loss.NOT_EXECUTED);
            case LEADERSHIP_LOST, OLD_LEADERSHIP_LOST ->
                new EngineException(LEADERSHIP_LOST, failure.message(), Loss.UNKNOWN);
            default -> new EngineException(code, failure.message());
        };
    }

    /** Tells whether the server refused the request before it ran anything, because it copies its log into the database just now. */
    static boolean isCheckpoint(EngineException e) {
        return e.code() == ResultCode.BUSY && String.valueOf(e.getMessage()).contains(CHECKPOINT);
    }

    /** Returns the failure of a further request on a connection that was lost. */
    static EngineException again(EngineException loss) {
        EngineException again = new EngineException(loss.code(), String.valueOf(loss.getMessage()), Loss.NOT_EXECUTED);
        again.initCause(loss);
        return again;
    }

    /** Returns the failure of a request whose answer did not come. */
    static EngineException lost(IOException cause) {
        boolean silent = cause instanceof SocketTimeoutException;
        EngineException lost = new EngineException(
                LEADERSHIP_LOST,
                "the connection to the leader was lost: " + (silent ? "it does not answer" : cause.getMessage()),
                silent ? Loss.NO_ANSWER : Loss.UNKNOWN);
        lost.initCause(cause);
        return lost;
    }
}
