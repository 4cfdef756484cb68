package io.asyncsqlite;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where something was opened, and what it is called, for messages and reports about it. */
final class OpenedAt extends Throwable {

    private static final long serialVersionUID = 1L;
    private static final Set<String> API = Set.of(
            AsyncSqlite.class.getName(),
            LocalSqlite.class.getName(),
            LocalConnection.class.getName(),
            OperationSubmitter.class.getName(),
            SqlQuery.class.getName(),
            MappedQuery.class.getName());

    private final String what;
    private final @Nullable String name;

    OpenedAt(String what) {
        this(what, null);
    }

    /**
     * Notes the place.
     *
     * @param what what was opened, as a sentence starts
     * @param name the user's name for it, or null
     */
    OpenedAt(String what, @Nullable String name) {
        super(named(what, name) + " was opened here");
        this.what = what;
        this.name = name;
    }

    private static String named(String what, @Nullable String name) {
        return name == null ? what : what + " '" + name + "'";
    }

    /** Returns what was opened, with its name, as a sentence starts. */
    String what() {
        return named(what, name);
    }

    /** Returns what tells it from others: its name, or else the code that opened it. */
    String place() {
        return name == null ? "opened at " + caller() : "'" + name + "'";
    }

    /** Returns the code that called this library to open it. */
    String caller() {
        boolean inside = false;
        for (StackTraceElement frame : getStackTrace()) {
            boolean ours = API.contains(frame.getClassName());
            if (inside && !ours) {
                return frame.toString();
            }
            inside |= ours;
        }
        return "an unknown place";
    }
}
