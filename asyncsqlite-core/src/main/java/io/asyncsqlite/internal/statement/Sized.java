package io.asyncsqlite.internal.statement;

/** A result of an operation that may be large. */
public interface Sized {

    /** Estimates how many bytes it takes in memory. */
    public long bytes();

    /** Returns how many rows it has. */
    public int rows();
}
