package io.asyncsqlite.benchmarks;

import org.openjdk.jmh.annotations.Param;

/** A table to be read from its first to its last row. */
@SuppressWarnings("NullAway.Init")
public abstract class ScanState extends ReadState {

    /** Rows of the table. With another number than the default the score is wrong. */
    @Param("" + Item.MILLION)
    public int rows;

    /** Reads all rows and returns the sum of {@link Item#sum()}. */
    abstract long scan() throws Exception;

    @Override
    final int tableRows() {
        return rows;
    }

    final long checkedScan() throws Exception {
        long sum = scan();
        if (sum != Item.sum(rows)) {
            throw new IllegalStateException("The sum of the rows is " + sum + ", not " + Item.sum(rows));
        }
        return sum;
    }
}
