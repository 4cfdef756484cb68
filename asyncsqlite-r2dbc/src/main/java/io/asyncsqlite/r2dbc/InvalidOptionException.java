package io.asyncsqlite.r2dbc;

import org.jspecify.annotations.Nullable;

/** An option of a connection factory has a value that is not supported. Nothing was opened. */
public final class InvalidOptionException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** The name of the option. */
    private final String option;

    InvalidOptionException(String option, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.option = option;
    }

    /**
     * Returns the option.
     *
     * @return its name in a URL
     */
    public String option() {
        return option;
    }
}
