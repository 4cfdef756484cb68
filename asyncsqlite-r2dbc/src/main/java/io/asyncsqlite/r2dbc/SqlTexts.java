package io.asyncsqlite.r2dbc;

import io.asyncsqlite.internal.sql.TextCache;

/** Keeps parsed SQL texts. Thread-safe. */
final class SqlTexts {

    private final TextCache<SqlText> texts = new TextCache<>(SqlText::read, SqlText::bytes);

    SqlText read(String sql) {
        return texts.get(sql);
    }
}
