package io.asyncsqlite;

/** Where something was opened, for reports about it. */
final class OpenedAt extends Throwable {

    private static final long serialVersionUID = 1L;

    OpenedAt(String what) {
        super(what + " was opened here");
    }

    /** Returns the code that called a class of this library. */
    String callerOf(Class<?> api) {
        boolean inside = false;
        for (StackTraceElement frame : getStackTrace()) {
            boolean ours = frame.getClassName().equals(api.getName());
            if (inside && !ours) {
                return frame.toString();
            }
            inside |= ours;
        }
        return "an unknown place";
    }
}
