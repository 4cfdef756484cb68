package io.asyncsqlite;

import java.util.Set;

/** Where something was opened, for reports about it. */
final class OpenedAt extends Throwable {

    private static final long serialVersionUID = 1L;
    private static final Set<String> API =
            Set.of(AsyncSqlite.class.getName(), LocalSqlite.class.getName(), LocalConnection.class.getName());

    OpenedAt(String what) {
        super(what + " was opened here");
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
