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
     * Returns the summary of its SQL text, without values.
     *
     * @return the summary; of a transaction or lambda {@code OTHER}
     */
    public SqlSummary sql() {
        return sql;
    }
}
