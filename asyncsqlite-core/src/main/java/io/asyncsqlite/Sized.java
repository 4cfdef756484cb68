package io.asyncsqlite;

/** A result of an operation that may be large. */
interface Sized {

    /** Estimates how many bytes it takes in memory. */
    long bytes();
}
