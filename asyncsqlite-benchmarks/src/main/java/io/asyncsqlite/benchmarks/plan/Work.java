package io.asyncsqlite.benchmarks.plan;

/** What is done again and again. */
public enum Work {
    /** Inserts a row with a text of 20 characters. */
    INSERT("inserts", 20),
    INSERT_10_KB("inserts", 10_000),
    INSERT_100_KB("inserts", 100_000),
    READ("reads"),
    TRANSACTION("transactions"),
    /** Nine reads and one insert, again and again. */
    MIXED("operations"),
    /** Does nothing on the thread that writes: only the way there and back costs. */
    NOTHING("operations"),
    /** Opens the file, asks one question and closes it again. */
    OPEN("openings"),
    /** Starts a JVM that opens the file, asks, inserts, reads and closes. */
    START("starts"),
    /** Does nothing, after a burst of inserts: an operation is a second. */
    IDLE("seconds"),
    /** Reads a table of a million items. */
    SCAN("rows"),
    /** As {@link #SCAN}, for a consumer that asks for 64 rows at a time and works a microsecond for each. */
    STREAM("rows"),
    /** Reads the first thousand rows of a table of a million, and stops. */
    FIRST_ROWS("results"),
    /** Inserts a million items into a new table, up to the end of the checkpoint. */
    BATCH("rows"),
    /** As {@link #BATCH}, up to the answer, without checkpoints. */
    BATCH_TO_THE_ANSWER("rows"),
    /** Imports a file of a million items into a new table, up to the end of the checkpoint. */
    IMPORT("rows"),
    /** As {@link #IMPORT}, up to the answer, without checkpoints of rivals. */
    IMPORT_TO_THE_ANSWER("rows"),
    /** Copies a database of a million rows of 1,000 bytes: a million bytes are an operation. Times are those of inserts beside it. */
    BACKUP("MB"),
    /** As {@link #BACKUP}, but the inserts beside it are the operations. */
    BACKUP_WRITES("inserts");

    private final String unit;
    private final int bodyBytes;

    Work(String unit) {
        this(unit, 0);
    }

    Work(String unit, int bodyBytes) {
        this.unit = unit;
        this.bodyBytes = bodyBytes;
    }

    public boolean isInsert() {
        return bodyBytes > 0;
    }

    /** Returns how long the text of an inserted row is; 0 for works other than inserts. */
    public int bodyBytes() {
        return bodyBytes;
    }

    /** Returns what is counted. */
    public String unit() {
        return unit;
    }
}
