package io.asyncsqlite.r2dbc.spring;

import org.springframework.data.relational.core.dialect.LimitClause;

/** {@code LIMIT} and {@code OFFSET}. SQLite accepts {@code OFFSET} only after {@code LIMIT}. */
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
