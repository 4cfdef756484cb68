package io.asyncsqlite.internal.transaction;

/** The reason of a rollback that the user asked for. It is no failure. */
final class RollbackRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RollbackRequest() {
        super("rolled back on demand", null, false, false);
    }
}
