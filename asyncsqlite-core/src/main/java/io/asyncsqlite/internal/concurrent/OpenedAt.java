package io.asyncsqlite.internal.concurrent;

import org.jspecify.annotations.Nullable;

/** Where something was opened, and what it is called, for messages and reports about it. */
public final class OpenedAt extends Throwable {

    private static final long serialVersionUID = 1L;
    private static final String LIBRARY = "io.asyncsqlite.";

    private final String what;
    private final @Nullable String name;

    public OpenedAt(String what) {
        this(what, null);
    }

    /**
     * Notes the place.
     *
     * @param what what was opened, as a sentence starts
     * @param name the user's name for it, or null
     */
    public OpenedAt(String what, @Nullable String name) {
        super(named(what, name) + " was opened here");
        this.what = what;
        this.name = name;
    }

    private static String named(String what, @Nullable String name) {
        return name == null ? what : what + " '" + name + "'";
    }

    /** Returns what was opened, with its name, as a sentence starts. */
    public String what() {
        return named(what, name);
    }

    /** Returns what tells it from others: its name, or else the code that opened it. */
    public String place() {
        return name == null ? "opened at " + caller() : "'" + name + "'";
    }

    /** Returns the code that called this library to open it. */
    public String caller() {
        for (StackTraceElement frame : getStackTrace()) {
            if (!isOfLibrary(frame.getClassName())) {
                return frame.toString();
            }
        }
        return "an unknown place";
    }

    /**
     * Tells whether a class is one of this library. Where it came from decides, beside its name: other artifacts and tests have packages with the
     * same beginning.
     */
    private static boolean isOfLibrary(String className) {
        if (!className.startsWith(LIBRARY)) {
            return false;
        }
        try {
            return Class.forName(className, false, OpenedAt.class.getClassLoader())
                    .getProtectionDomain()
                    .equals(OpenedAt.class.getProtectionDomain());
        } catch (ClassNotFoundException e) {
            // No frame of the program itself: those are not below the name of this library.
            return true;
        }
    }
}
