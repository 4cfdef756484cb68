package io.asyncsqlite.internal.operation;

import io.asyncsqlite.StatementLog;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.option.Millis;
import io.asyncsqlite.internal.sql.Excerpt;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** Logs every operation that ends. Any thread. */
final class StatementLogger {

    private static final Log LOG = Log.of(StatementLogger.class);

    private final String database;
    private final StatementLog level;

    StatementLogger(String database, StatementLog level) {
        this.database = database;
        this.level = level;
    }

    boolean isOn() {
        return level != StatementLog.OFF;
    }

    void log(Operation<?> operation, long now) {
        if (isOn()) {
            LOG.log(System.Logger.Level.INFO, () -> message(operation, now));
        }
    }

    private String message(Operation<?> operation, long now) {
        long started = operation.startedNanos();
        StringJoiner facts = new StringJoiner(", ");
        facts.add("ran " + Millis.of(now - started));
        facts.add("waited " + Millis.of(started - operation.acceptedNanos()));
        if (operation.rows() >= 0) {
            facts.add(operation.rows() + " rows");
        }
        if (operation.ranOn() != null) {
            facts.add("thread " + operation.ranOn());
        }
        Throwable failure = operation.failure();
        if (failure != null) {
            facts.add("failed with " + failure.getClass().getSimpleName());
        }
        return "Database '" + database + "': " + sql(operation) + " (" + facts + ")";
    }

    private String sql(Operation<?> operation) {
        if (level == StatementLog.SQL) {
            return Excerpt.of(operation.sql());
        }
        @Nullable Object[] values = operation.values();
        return Excerpt.ofText(operation.sql()) + (values.length == 0 ? "" : " " + shown(values));
    }

    private static String shown(@Nullable Object[] values) {
        StringJoiner shown = new StringJoiner(", ", "[", "]");
        for (Object value : values) {
            shown.add(Excerpt.ofValue(value));
        }
        return shown.toString();
    }
}
