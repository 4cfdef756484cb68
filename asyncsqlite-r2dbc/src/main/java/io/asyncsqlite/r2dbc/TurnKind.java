package io.asyncsqlite.r2dbc;

/** Beside which operations of its connection an operation may run. */
enum TurnKind {
    /** Beside reads, and in a transaction beside writes too. */
    READ,
    /** Beside writes. */
    WRITE,
    /** Beside nothing: BEGIN, COMMIT, savepoints, close, and all statements without auto-commit. */
    EXCLUSIVE
}
