package io.asyncsqlite.internal.engine;

/** An engine cannot be used in this JVM, for any database. */
public final class EngineUnavailableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /**
     * Creates the failure.
     *
     * @param reason what is missing, to follow "the foreign engine"
     */
    public EngineUnavailableException(String reason) {
        super(reason);
    }

    /**
     * Creates the failure.
     *
     * @param reason what is missing, to follow "the foreign engine"
     * @param cause the error of the JVM or the operating system
     */
    public EngineUnavailableException(String reason, Throwable cause) {
        super(reason, cause);
    }
}
