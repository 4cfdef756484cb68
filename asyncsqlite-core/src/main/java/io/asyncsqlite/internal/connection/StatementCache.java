package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineStatement;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiled statements of one connection, the least recently used ones closed first. Bounded by their number and the length of
 * their texts: the memory of a compiled statement is a multiple of its text. Worker thread only.
 */
final class StatementCache {

    private static final int CAPACITY = 128;
    private static final long MAX_LENGTH = 512 * 1024;
    private static final int MAX_LENGTH_OF_ONE = 32 * 1024;

    private final EngineConnection engine;
    private final Counters counters;
    private final Map<String, EngineStatement> idle = new LinkedHashMap<>();
    private long length;

    // The statement that was released last. It is often acquired next, so it is kept outside of the map.
    private String latestSql = "";
    private @Nullable EngineStatement latest;

    StatementCache(EngineConnection engine, Counters counters) {
        this.engine = engine;
        this.counters = counters;
    }

    /** Returns a statement for exclusive use until it is released. */
    EngineStatement acquire(String sql) throws EngineException {
        EngineStatement statement = latest;
        if (statement != null && latestSql.equals(sql)) {
            latest = null;
        } else {
            statement = idle.remove(sql);
            length -= statement == null ? 0 : sql.length();
        }
        counters.statement(statement != null);
        return statement != null ? statement : engine.prepare(sql);
    }

    /** Closes the statements that are not in use. */
    void clear() {
        if (latest != null) {
            latest.close();
            latest = null;
        }
        idle.values().forEach(EngineStatement::close);
        idle.clear();
        length = 0;
    }

    /** Takes a statement back, reset. */
    void release(String sql, EngineStatement statement) {
        statement.reset();
        if (statement.isClosed()) {
            return;
        }
        if (sql.length() > MAX_LENGTH_OF_ONE) {
            statement.close();
            return;
        }
        EngineStatement earlier = latest;
        String earlierSql = latestSql;
        latest = statement;
        latestSql = sql;
        if (earlier != null) {
            keep(earlierSql, earlier);
        }
    }

    private void keep(String sql, EngineStatement statement) {
        EngineStatement twin = idle.put(sql, statement);
        if (twin != null) {
            twin.close();
        } else {
            length += sql.length();
        }
        var eldest = idle.entrySet().iterator();
        while (idle.size() > CAPACITY || length > MAX_LENGTH) {
            var entry = eldest.next();
            length -= entry.getKey().length();
            entry.getValue().close();
            eldest.remove();
        }
    }
}
