package io.asyncsqlite.benchmarks.client;

/** A method that a client has. */
public enum Ability {
    /** {@link Client#nothing}. */
    NOTHING,
    /** {@link Client#insert}. */
    INSERT,
    /** {@link Client#item}. */
    READ,
    /** {@link Client#transaction}. */
    TRANSACTION,
    /** {@link Session#insert}. */
    BLOCKING_INSERT,
    /** {@link Session#item}. */
    BLOCKING_READ,
    /** {@link Session#transaction}. */
    BLOCKING_TRANSACTION,
    /** {@link Client#scan}. */
    SCAN,
    /** {@link Client#batch}. */
    BATCH
}
