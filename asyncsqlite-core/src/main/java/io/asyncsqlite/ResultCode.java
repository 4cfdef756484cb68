package io.asyncsqlite;

import java.io.Serializable;
import java.util.Map;

/**
 * A result code of SQLite. Codes that this version of the library has no name for keep their number.
 *
 * @param extended the extended code, for example 2067
 * @see <a href="https://www.sqlite.org/rescode.html">Result codes</a>
 */
public record ResultCode(int extended) implements Serializable {

    /** {@code SQLITE_ERROR}. */
    public static final int ERROR = 1;

    /** {@code SQLITE_INTERNAL}. */
    public static final int INTERNAL = 2;

    /** {@code SQLITE_PERM}. */
    public static final int PERM = 3;

    /** {@code SQLITE_ABORT}. */
    public static final int ABORT = 4;

    /** {@code SQLITE_BUSY}. */
    public static final int BUSY = 5;

    /** {@code SQLITE_LOCKED}. */
    public static final int LOCKED = 6;

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

    /** {@code SQLITE_NOTFOUND}. */
    public static final int NOTFOUND = 12;

    /** {@code SQLITE_FULL}. */
    public static final int FULL = 13;

    /** {@code SQLITE_CANTOPEN}. */
    public static final int CANTOPEN = 14;

    /** {@code SQLITE_PROTOCOL}. */
    public static final int PROTOCOL = 15;

    /** {@code SQLITE_SCHEMA}. */
    public static final int SCHEMA = 17;

    /** {@code SQLITE_TOOBIG}. */
    public static final int TOOBIG = 18;

    /** {@code SQLITE_CONSTRAINT}. */
    public static final int CONSTRAINT = 19;

    /** {@code SQLITE_MISMATCH}. */
    public static final int MISMATCH = 20;

    /** {@code SQLITE_MISUSE}. */
    public static final int MISUSE = 21;

    /** {@code SQLITE_NOLFS}. */
    public static final int NOLFS = 22;

    /** {@code SQLITE_AUTH}. */
    public static final int AUTH = 23;

    /** {@code SQLITE_RANGE}. */
    public static final int RANGE = 25;

    /** {@code SQLITE_NOTADB}. */
    public static final int NOTADB = 26;

    /** {@code SQLITE_CONSTRAINT_CHECK}. */
    public static final int CONSTRAINT_CHECK = 275;

    /** {@code SQLITE_CONSTRAINT_COMMITHOOK}. */
    public static final int CONSTRAINT_COMMITHOOK = 531;

    /** {@code SQLITE_CONSTRAINT_FOREIGNKEY}. */
    public static final int CONSTRAINT_FOREIGNKEY = 787;

    /** {@code SQLITE_CONSTRAINT_FUNCTION}. */
    public static final int CONSTRAINT_FUNCTION = 1043;

    /** {@code SQLITE_CONSTRAINT_NOTNULL}. */
    public static final int CONSTRAINT_NOTNULL = 1299;

    /** {@code SQLITE_CONSTRAINT_PRIMARYKEY}. */
    public static final int CONSTRAINT_PRIMARYKEY = 1555;

    /** {@code SQLITE_CONSTRAINT_TRIGGER}. */
    public static final int CONSTRAINT_TRIGGER = 1811;

    /** {@code SQLITE_CONSTRAINT_UNIQUE}. */
    public static final int CONSTRAINT_UNIQUE = 2067;

    /** {@code SQLITE_CONSTRAINT_VTAB}. */
    public static final int CONSTRAINT_VTAB = 2323;

    /** {@code SQLITE_CONSTRAINT_ROWID}. */
    public static final int CONSTRAINT_ROWID = 2579;

    /** {@code SQLITE_CONSTRAINT_PINNED}. */
    public static final int CONSTRAINT_PINNED = 2835;

    /** {@code SQLITE_CONSTRAINT_DATATYPE}. */
    public static final int CONSTRAINT_DATATYPE = 3091;

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(ERROR, "SQLITE_ERROR"),
            Map.entry(INTERNAL, "SQLITE_INTERNAL"),
            Map.entry(PERM, "SQLITE_PERM"),
            Map.entry(ABORT, "SQLITE_ABORT"),
            Map.entry(BUSY, "SQLITE_BUSY"),
            Map.entry(LOCKED, "SQLITE_LOCKED"),
            Map.entry(NOMEM, "SQLITE_NOMEM"),
            Map.entry(READONLY, "SQLITE_READONLY"),
            Map.entry(INTERRUPT, "SQLITE_INTERRUPT"),
            Map.entry(IOERR, "SQLITE_IOERR"),
            Map.entry(CORRUPT, "SQLITE_CORRUPT"),
            Map.entry(NOTFOUND, "SQLITE_NOTFOUND"),
            Map.entry(FULL, "SQLITE_FULL"),
            Map.entry(CANTOPEN, "SQLITE_CANTOPEN"),
            Map.entry(PROTOCOL, "SQLITE_PROTOCOL"),
            Map.entry(SCHEMA, "SQLITE_SCHEMA"),
            Map.entry(TOOBIG, "SQLITE_TOOBIG"),
            Map.entry(CONSTRAINT, "SQLITE_CONSTRAINT"),
            Map.entry(MISMATCH, "SQLITE_MISMATCH"),
            Map.entry(MISUSE, "SQLITE_MISUSE"),
            Map.entry(NOLFS, "SQLITE_NOLFS"),
            Map.entry(AUTH, "SQLITE_AUTH"),
            Map.entry(RANGE, "SQLITE_RANGE"),
            Map.entry(NOTADB, "SQLITE_NOTADB"),
            Map.entry(CONSTRAINT_CHECK, "SQLITE_CONSTRAINT_CHECK"),
            Map.entry(CONSTRAINT_COMMITHOOK, "SQLITE_CONSTRAINT_COMMITHOOK"),
            Map.entry(CONSTRAINT_FOREIGNKEY, "SQLITE_CONSTRAINT_FOREIGNKEY"),
            Map.entry(CONSTRAINT_FUNCTION, "SQLITE_CONSTRAINT_FUNCTION"),
            Map.entry(CONSTRAINT_NOTNULL, "SQLITE_CONSTRAINT_NOTNULL"),
            Map.entry(CONSTRAINT_PRIMARYKEY, "SQLITE_CONSTRAINT_PRIMARYKEY"),
            Map.entry(CONSTRAINT_TRIGGER, "SQLITE_CONSTRAINT_TRIGGER"),
            Map.entry(CONSTRAINT_UNIQUE, "SQLITE_CONSTRAINT_UNIQUE"),
            Map.entry(CONSTRAINT_VTAB, "SQLITE_CONSTRAINT_VTAB"),
            Map.entry(CONSTRAINT_ROWID, "SQLITE_CONSTRAINT_ROWID"),
            Map.entry(CONSTRAINT_PINNED, "SQLITE_CONSTRAINT_PINNED"),
            Map.entry(CONSTRAINT_DATATYPE, "SQLITE_CONSTRAINT_DATATYPE"));

    /**
     * Returns the primary code.
     *
     * @return the low eight bits, for example 19
     */
    public int primary() {
        return extended & 0xff;
    }

    /**
     * Returns SQLite's name of the code.
     *
     * @return for example {@code SQLITE_CONSTRAINT_UNIQUE}; the primary code's name and the number where the extended code has
     *     no name here
     */
    public String name() {
        String name = NAMES.get(extended);
        return name != null ? name : NAMES.getOrDefault(primary(), "SQLITE") + " (" + extended + ")";
    }

    @Override
    public String toString() {
        return name();
    }
}
