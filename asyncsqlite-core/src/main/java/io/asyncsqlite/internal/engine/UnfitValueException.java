package io.asyncsqlite.internal.engine;

/** An argument or result of a function does not fit. The message quotes no value, so it may be shown. */
public final class UnfitValueException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param message what does not fit, to follow the name of the function
     * @param cause the failure of the codec
     */
    public UnfitValueException(String message, Throwable cause) {
        super(message, cause);
    }
}
