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

    private static final Map<Integer, String> NAMES = Map.ofEntries(
            Map.entry(1, "SQLITE_ERROR"),
            Map.entry(2, "SQLITE_INTERNAL"),
            Map.entry(3, "SQLITE_PERM"),
            Map.entry(4, "SQLITE_ABORT"),
            Map.entry(5, "SQLITE_BUSY"),
            Map.entry(6, "SQLITE_LOCKED"),
            Map.entry(7, "SQLITE_NOMEM"),
            Map.entry(8, "SQLITE_READONLY"),
            Map.entry(9, "SQLITE_INTERRUPT"),
            Map.entry(10, "SQLITE_IOERR"),
            Map.entry(11, "SQLITE_CORRUPT"),
            Map.entry(12, "SQLITE_NOTFOUND"),
            Map.entry(13, "SQLITE_FULL"),
            Map.entry(14, "SQLITE_CANTOPEN"),
            Map.entry(15, "SQLITE_PROTOCOL"),
            Map.entry(17, "SQLITE_SCHEMA"),
            Map.entry(18, "SQLITE_TOOBIG"),
            Map.entry(19, "SQLITE_CONSTRAINT"),
            Map.entry(20, "SQLITE_MISMATCH"),
            Map.entry(21, "SQLITE_MISUSE"),
            Map.entry(22, "SQLITE_NOLFS"),
            Map.entry(23, "SQLITE_AUTH"),
            Map.entry(25, "SQLITE_RANGE"),
            Map.entry(26, "SQLITE_NOTADB"),
            Map.entry(275, "SQLITE_CONSTRAINT_CHECK"),
            Map.entry(531, "SQLITE_CONSTRAINT_COMMITHOOK"),
            Map.entry(787, "SQLITE_CONSTRAINT_FOREIGNKEY"),
            Map.entry(1043, "SQLITE_CONSTRAINT_FUNCTION"),
            Map.entry(1299, "SQLITE_CONSTRAINT_NOTNULL"),
            Map.entry(1555, "SQLITE_CONSTRAINT_PRIMARYKEY"),
            Map.entry(1811, "SQLITE_CONSTRAINT_TRIGGER"),
            Map.entry(2067, "SQLITE_CONSTRAINT_UNIQUE"),
            Map.entry(2323, "SQLITE_CONSTRAINT_VTAB"),
            Map.entry(2579, "SQLITE_CONSTRAINT_ROWID"),
            Map.entry(2835, "SQLITE_CONSTRAINT_PINNED"),
            Map.entry(3091, "SQLITE_CONSTRAINT_DATATYPE"));

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
