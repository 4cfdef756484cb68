package io.asyncsqlite.internal.concurrent;

import org.jspecify.annotations.Nullable;

/** The place where an object was opened, and its name, for messages and reports. */
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
     * @param what kind of the object, as a sentence starts, such as "The transaction"
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

    /** Returns kind and name, as a sentence starts. */
    public String what() {
        return named(what, name);
    }

    /** Returns the name or, without a name, the code that opened the object. */
    public String place() {
        return name == null ? "opened at " + caller() : "'" + name + "'";
    }

    /** Returns the code that called this library to open the object. */
    public String caller() {
        for (StackTraceElement frame : getStackTrace()) {
            if (!isOfLibrary(frame.getClassName())) {
                return frame.toString();
            }
        }
        return "an unknown place";
    }

    /**
     * Tells whether a class is one of this library. Decides by its code source too, not only by its name: other artifacts and
     * tests have packages with the same beginning.
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
            // The class cannot be loaded here. Its name begins like this library, so it is no class of the program.
            return true;
        }
    }
}
