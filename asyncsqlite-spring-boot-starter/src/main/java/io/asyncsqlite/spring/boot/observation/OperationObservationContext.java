package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.sql.SqlSummary;
import io.micrometer.observation.transport.SenderContext;

/** What is observed: one operation of a database, as a client of it. */
public final class OperationObservationContext extends SenderContext<Object> {

    private final String database;
    private final OperationKind operationKind;
    private final SqlSummary sql;

    OperationObservationContext(String database, OperationKind operationKind, SqlSummary sql) {
        // Nothing is sent anywhere that a trace could travel along with.
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
     * Returns what the operation is.
     *
     * @return the kind
     */
    public OperationKind operationKind() {
        return operationKind;
    }

    /**
     * Returns what its SQL text says, without values.
     *
     * @return the summary; of a transaction or lambda {@code OTHER}
     */
    public SqlSummary sql() {
        return sql;
    }
}
