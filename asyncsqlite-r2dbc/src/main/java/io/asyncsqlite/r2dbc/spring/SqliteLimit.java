package io.asyncsqlite.r2dbc.spring;

import org.springframework.data.relational.core.dialect.LimitClause;

/** {@code LIMIT} and {@code OFFSET}, the second of which SQLite knows only after the first. */
enum SqliteLimit implements LimitClause {
    INSTANCE;

    @Override
    public String getLimit(long limit) {
        return "LIMIT " + limit;
    }

    @Override
    public String getOffset(long offset) {
        return getLimitOffset(-1, offset);
    }

    @Override
    public String getLimitOffset(long limit, long offset) {
        return "LIMIT " + limit + " OFFSET " + offset;
    }

    @Override
    public Position getClausePosition() {
        return Position.AFTER_ORDER_BY;
    }
}
