package io.asyncsqlite.engine;

/** The result codes that the library acts on. See <a href="https://www.sqlite.org/rescode.html">Result codes</a>. */
public final class ResultCodes {

    /** {@code SQLITE_ERROR}. */
    public static final int ERROR = 1;
    /** {@code SQLITE_PERM}. */
    public static final int PERM = 3;
    /** {@code SQLITE_ABORT}. */
    public static final int ABORT = 4;
    /** {@code SQLITE_BUSY}. */
    public static final int BUSY = 5;
    /** {@code SQLITE_NOMEM}. */
    public static final int NOMEM = 7;
    /** {@code SQLITE_READONLY}. */
    public static final int READONLY = 8;
    /** {@code SQLITE_INTERRUPT}. */
    public static final int INTERRUPT = 9;
    /** {@code SQLITE_IOERR}. */
    public static final int IOERR = 10;
    /** {@code SQLITE_CORRUPT}. */
    public static final int CORRUPT = 11;
    /** {@code SQLITE_CANTOPEN}. */
    public static final int CANTOPEN = 14;
    /** {@code SQLITE_CONSTRAINT}. */
    public static final int CONSTRAINT = 19;
    /** {@code SQLITE_MISUSE}. */
    public static final int MISUSE = 21;
    /** {@code SQLITE_NOTADB}. */
    public static final int NOTADB = 26;
    /** {@code SQLITE_ROW}. */
    public static final int ROW = 100;
    /** {@code SQLITE_DONE}. */
    public static final int DONE = 101;
    /** {@code SQLITE_CONSTRAINT_TRIGGER}, which every kind of {@code RAISE} reports. */
    public static final int CONSTRAINT_TRIGGER = 1811;

    /** {@code SQLITE_CONSTRAINT_UNIQUE}. */
    public static final int CONSTRAINT_UNIQUE = 2067;
    /** {@code SQLITE_CONSTRAINT_PRIMARYKEY}. */
    public static final int CONSTRAINT_PRIMARYKEY = 1555;
    /** {@code SQLITE_CONSTRAINT_ROWID}. */
    public static final int CONSTRAINT_ROWID = 2579;

    private ResultCodes() {}
}
