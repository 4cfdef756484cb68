package io.asyncsqlite.dqlite;

/** How the wire protocol marks the type of a value: SQLite's numbers, and three for columns that are declared as times and truth values. */
final class ValueType {

    static final int INTEGER = 1;
    static final int FLOAT = 2;
    static final int TEXT = 3;
    static final int BLOB = 4;
    static final int NULL = 5;
    static final int UNIX_TIME = 9;
    static final int ISO_8601 = 10;
    static final int BOOLEAN = 11;

    private ValueType() {}
}
