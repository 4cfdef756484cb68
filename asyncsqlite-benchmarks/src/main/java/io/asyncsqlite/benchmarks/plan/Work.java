package io.asyncsqlite.benchmarks.plan;

/** What is done again and again. */
public enum Work {
    INSERT("inserts"),
    READ("reads"),
    TRANSACTION("transactions"),
    /** Nine reads and one insert, again and again. */
    MIXED("operations"),
    /** Does nothing on the thread that writes: only the way there and back costs. */
    NOTHING("operations"),
    /** Opens the file, asks one question and closes it again. */
    OPEN("openings"),
    /** Reads a table of a million items. */
    SCAN("rows"),
    /** Inserts a million items into a new table, up to the end of the checkpoint. */
    BATCH("rows"),
    /** As {@link #BATCH}, up to the answer, without checkpoints. */
    BATCH_TO_THE_ANSWER("rows");

    private final String unit;

    Work(String unit) {
        this.unit = unit;
    }

    /** Returns what is counted. */
    public String unit() {
        return unit;
    }
}
