package io.asyncsqlite;

/**
 * How many rows the next chunk of a stream has.
 *
 * @param max where it stops growing
 */
record ChunkSize(int rows, int max) {

    static final ChunkSize DEFAULT = new ChunkSize(64, 1024);

    static ChunkSize of(int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("fetchSize must be at least 1, was " + rows);
        }
        return new ChunkSize(rows, rows);
    }

    ChunkSize next() {
        return rows == max ? this : new ChunkSize(Math.min(max, rows * 2), max);
    }
}
