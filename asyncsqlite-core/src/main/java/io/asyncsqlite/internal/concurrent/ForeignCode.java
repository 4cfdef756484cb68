package io.asyncsqlite.internal.concurrent;

import io.asyncsqlite.internal.log.Log;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs code of the user: listeners, tracers, and callbacks. Any thread.
 *
 * <p>Invariants: no exception or {@link Error} of such code leaves this class; each kind of failure is logged once for a
 * database, so that a listener that always fails does not fill the log.
 */
public final class ForeignCode {

    private static final Log LOG = Log.of(ForeignCode.class);

    private final String database;
    private final Set<String> logged = ConcurrentHashMap.newKeySet();

    public ForeignCode(String database) {
        this.database = database;
    }

    /**
     * Runs code.
     *
     * @param what description of the code, for the log
     */
    public void run(String what, Runnable code) {
        try {
            code.run();
        } catch (Throwable e) {
            threw(what, e);
        }
    }

    /** Calls code, and returns null if it throws. */
    public <T> @Nullable T call(String what, Supplier<@Nullable T> code) {
        try {
            return code.get();
        } catch (Throwable e) {
            threw(what, e);
            return null;
        }
    }

    /** Logs an exception of code. */
    public void threw(String what, Throwable thrown) {
        try {
            if (logged.add(what + ' ' + thrown.getClass().getName())) {
                LOG.log(System.Logger.Level.WARNING, () -> describe(what), thrown);
            }
        } catch (Throwable e) {
            // Intentionally nothing: there is no memory for a message.
        }
    }

    private String describe(String what) {
        return "A " + what + " of database '" + database + "' threw; later failures of this kind are not logged";
    }
}
