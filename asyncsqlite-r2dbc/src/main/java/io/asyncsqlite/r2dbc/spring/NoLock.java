package io.asyncsqlite.r2dbc.spring;

import org.springframework.data.relational.core.dialect.LockClause;
import org.springframework.data.relational.core.sql.LockOptions;

/** The empty lock clause: SQLite has no row locks. */
enum NoLock implements LockClause {
    INSTANCE;

    @Override
    public String getLock(LockOptions options) {
        return "";
    }

    @Override
    public Position getClausePosition() {
        return Position.AFTER_ORDER_BY;
    }
}
