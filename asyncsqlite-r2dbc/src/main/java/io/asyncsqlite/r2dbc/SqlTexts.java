package io.asyncsqlite.r2dbc;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Remembers how SQL texts were read. Thread-safe. */
final class SqlTexts {

    // A program has few SQL texts; one that makes them up loses only the time to read each again.
    private static final int MAX = 2_048;

    private final Map<String, SqlText> texts = new ConcurrentHashMap<>();

    SqlText read(String sql) {
        SqlText text = texts.get(sql);
        if (text == null) {
            text = SqlText.read(sql);
            if (texts.size() >= MAX) {
                texts.clear();
            }
            texts.put(sql, text);
        }
        return text;
    }
}
