package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.sql.Excerpt;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sqlite.core.Codes;

/**
 * What functions and collations of a connection have thrown. A function reports its failure to SQLite by a message, and the message finds what was
 * thrown again. A comparison cannot report a failure, so it is pending until the statement has made its step. Connection's thread only.
 */
final class CallbackFailures {

    private static final int MAX_KEPT = 16;

    /** By the messages that SQLite was given. A statement that was reset on the way leaves its messages here for a while. */
    private final Map<String, Throwable> thrown = new HashMap<>();

    private @Nullable Throwable pending;
    private String pendingOf = "";

    /** Notes what a function has thrown, and returns the message for SQLite. */
    String note(String function, Throwable e) {
        if (thrown.size() >= MAX_KEPT) {
            thrown.clear();
        }
        String message = message("function", function, e);
        thrown.put(message, e);
        return message;
    }

    private static String message(String what, String name, Throwable e) {
        String reason = e instanceof UnfitValueException
                ? ": " + e.getMessage()
                : " threw " + e.getClass().getName();
        return Excerpt.ofMessage(what + " " + Excerpt.ofName(name) + reason);
    }

    /** Notes a failure that SQLite cannot be told of. */
    void pend(String callback, Throwable e) {
        if (pending == null) {
            pending = e;
            pendingOf = callback;
        }
    }

    boolean isPending() {
        return pending != null;
    }

    /** Returns the failure of the statement that has just made a step. */
    EngineException takePending() {
        Throwable cause = pending;
        pending = null;
        if (cause == null) {
            throw new IllegalStateException("no failure is pending");
        }
        return failure(new EngineException(Codes.SQLITE_ERROR, message("collation", pendingOf, cause)), cause);
    }

    /** Adds what was thrown to a failure that SQLite has reported. */
    EngineException explain(EngineException failure) {
        if (thrown.isEmpty()) {
            return failure;
        }
        Throwable cause = thrown.get(String.valueOf(failure.getMessage()));
        thrown.clear();
        return cause == null ? failure : failure(failure, cause);
    }

    private static EngineException failure(EngineException failure, Throwable cause) {
        if (cause instanceof StoppedException) {
            return new EngineException(Codes.SQLITE_INTERRUPT, "interrupted");
        }
        failure.initCause(cause);
        return failure;
    }
}
