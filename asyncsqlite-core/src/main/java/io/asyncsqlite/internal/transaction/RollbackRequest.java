package io.asyncsqlite.internal.transaction;

/** Why a transaction is rolled back that its user wants rolled back: no failure. */
final class RollbackRequest extends RuntimeException {

    private static final long serialVersionUID = 1L;

    RollbackRequest() {
        super("rolled back on demand", null, false, false);
    }
}
