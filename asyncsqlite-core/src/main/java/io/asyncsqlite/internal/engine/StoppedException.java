package io.asyncsqlite.internal.engine;

/** A callback gave up because the statement has to stop. */
public final class StoppedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** Creates it, without a stack. */
    public StoppedException() {
        super("the statement has to stop", null, false, false);
    }
}
