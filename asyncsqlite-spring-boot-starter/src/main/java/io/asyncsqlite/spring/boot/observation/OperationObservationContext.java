package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.sql.SqlSummary;
import io.micrometer.observation.transport.SenderContext;

/** The context of one observed operation, as a client of the database. */
public final class OperationObservationContext extends SenderContext<Object> {

    private final String database;
    private final OperationKind operationKind;
    private final SqlSummary sql;

    OperationObservationContext(String database, OperationKind operationKind, SqlSummary sql) {
        // No request is sent that could carry a trace.
        super((carrier, key, value) -> {}, io.micrometer.observation.transport.Kind.CLIENT);
        this.database = database;
        this.operationKind = operationKind;
        this.sql = sql;
    }

    /**
     * Returns the name of the database.
     *
     * @return the name
     */
    public String database() {
        return database;
    }

    /**
     * Returns the kind of the operation.
     *
     * @return the kind
     */
    public OperationKind operationKind() {
        return operationKind;
    }

    /**
     * Returns the first verb of the SQL text.
     *
     * @return the verb, such as {@code INSERT}; {@code OTHER} of a transaction, a lambda, and a text that starts with none
     */
    public String sqlOperation() {
        return sql.operation();
    }

    /**
     * Returns the verbs of the SQL text and the names that they are about.
     *
     * @return the summary, such as {@code INSERT archive SELECT note}; {@code OTHER} if it has neither
     */
    public String sqlSummary() {
        return sql.summary();
    }

    /**
     * Returns the SQL text without comments, and with {@code ?} in place of strings, blobs and numbers.
     *
     * @return the text without values
     */
    public String sqlText() {
        return sql.text();
    }
}
