package io.asyncsqlite.internal.concurrent;

import io.asyncsqlite.AsyncOperations;
import io.asyncsqlite.SyncOperations;
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
     * Tells whether a class is one of this library, or passes calls to it. Decides by its code source too, not only by its name: other
     * artifacts and tests have packages with the same beginning.
     */
    private static boolean isOfLibrary(String className) {
        boolean named = className.startsWith(LIBRARY);
        try {
            Class<?> type = Class.forName(className, false, OpenedAt.class.getClassLoader());
            return isDecorator(type)
                    || (named && type.getProtectionDomain().equals(OpenedAt.class.getProtectionDomain()));
        } catch (ClassNotFoundException | LinkageError e) {
            // The class cannot be loaded here. If its name begins like this library, it is no class of the program.
            return named;
        }
    }

    private static boolean isDecorator(Class<?> type) {
        return AsyncOperations.class.isAssignableFrom(type) || SyncOperations.class.isAssignableFrom(type);
    }
}
