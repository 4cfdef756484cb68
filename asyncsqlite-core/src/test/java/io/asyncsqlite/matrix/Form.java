package io.asyncsqlite.matrix;

import java.util.EnumSet;
import java.util.Set;

/** The kind of the subject of a cell. */
enum Form {
    STATEMENT("statement"),
    BATCH("batch"),
    SCRIPT("script"),
    QUERY("query"),
    RETURNING("query with RETURNING"),
    READ_LAMBDA("read lambda"),
    WRITE_LAMBDA("write lambda"),
    /** Waits for something other than SQLite. */
    BLOCKED_LAMBDA("blocked write lambda"),
    TRANSACTION("function transaction"),
    NESTED("nested transaction"),
    HANDLE("handle transaction"),
    STREAM("stream"),
    STREAM_IN_TRANSACTION("stream in a transaction"),
    STREAM_ON_CONNECTION("stream on a connection"),
    CURSOR("cursor"),
    /** Rows of a cursor that is open, behind those that were read with its opening. */
    FETCH("fetch of a cursor"),
    CONNECTION("statement on a connection"),
    CONNECTION_IN_TRANSACTION("statement in a connection's transaction"),
    CONNECTION_BEGIN("BEGIN IMMEDIATE on a connection"),
    BLOB("blob");

    private static final Set<Form> READS =
            EnumSet.of(QUERY, READ_LAMBDA, STREAM, STREAM_IN_TRANSACTION, STREAM_ON_CONNECTION, CURSOR, FETCH);
    private static final Set<Form> SHAREABLE = EnumSet.of(STATEMENT, BATCH, SCRIPT, QUERY, RETURNING, STREAM);
    private static final Set<Form> CONNECTIONS = EnumSet.of(
            STREAM_ON_CONNECTION, CURSOR, FETCH, CONNECTION, CONNECTION_IN_TRANSACTION, CONNECTION_BEGIN, BLOB);
    private static final Set<Form> TRANSACTIONS = EnumSet.of(
            TRANSACTION, NESTED, STREAM_IN_TRANSACTION, HANDLE, CONNECTION_IN_TRANSACTION, CONNECTION_BEGIN, BLOB);

    private final String title;

    Form(String title) {
        this.title = title;
    }

    boolean reads() {
        return READS.contains(this);
    }

    /** Tells whether it may share a transaction with others. */
    boolean shareable() {
        return SHAREABLE.contains(this);
    }

    boolean onConnection() {
        return CONNECTIONS.contains(this);
    }

    boolean stream() {
        return this == STREAM || this == STREAM_IN_TRANSACTION || this == STREAM_ON_CONNECTION;
    }

    /** Tells whether it is part of a function's transaction, whose writer it does not wait for. */
    boolean inside() {
        return this == NESTED || this == STREAM_IN_TRANSACTION;
    }

    /** Tells whether it is a transaction of several operations. */
    boolean transaction() {
        return TRANSACTIONS.contains(this);
    }

    boolean lambda() {
        return this == READ_LAMBDA || this == WRITE_LAMBDA || this == BLOCKED_LAMBDA;
    }

    @Override
    public String toString() {
        return title;
    }
}
