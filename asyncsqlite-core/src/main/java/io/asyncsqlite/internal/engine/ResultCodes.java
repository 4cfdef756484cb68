package io.asyncsqlite.internal.engine;

/**
 * The result codes that the engines themselves look for or report: this package is below the one of {@code ResultCode}. See <a
 * href="https://www.sqlite.org/rescode.html">Result codes</a>.
 */
final class ResultCodes {

    /** {@code SQLITE_ERROR}. */
    static final int ERROR = 1;
    /** {@code SQLITE_NOMEM}. */
    static final int NOMEM = 7;
    /** {@code SQLITE_MISUSE}. */
    static final int MISUSE = 21;
    /** {@code SQLITE_ROW}. */
    static final int ROW = 100;
    /** {@code SQLITE_DONE}. */
    static final int DONE = 101;

    private ResultCodes() {}
}
