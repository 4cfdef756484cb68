package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;

/** A script of {@code asyncsqlite.init} is missing or failed. The scripts before it were run. */
public final class InitializationFailedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** The property that names the script. */
    private final String property;

    InitializationFailedException(String property, String reason, @Nullable Throwable cause) {
        super(reason, cause);
        this.property = property;
    }

    /**
     * Returns the property that names the script.
     *
     * @return such as {@code asyncsqlite.init.schema-locations}
     */
    public String property() {
        return property;
    }
}
