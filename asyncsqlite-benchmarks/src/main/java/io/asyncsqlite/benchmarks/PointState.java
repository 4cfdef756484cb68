package io.asyncsqlite.benchmarks;

/** A table that fits into the page cache of each contender; rows are read by their key. */
public abstract class PointState extends ReadState {

    /** Reads of one invocation: enough that its beginning and end hardly count. */
    static final int READS = 16_384;

    private static final int ROWS = 10_000;

    @Override
    final int tableRows() {
        return ROWS;
    }

    /** Returns the key of a read: all over the table, as those of many callers are. */
    static long key(int read) {
        return 1 + (read * 7919L) % ROWS;
    }

    static void check(Item item, int read) {
        if (item.id() != key(read) || item.note().length() != 60) {
            throw new IllegalStateException("Read number " + read + " got the row " + item.id());
        }
    }
}
