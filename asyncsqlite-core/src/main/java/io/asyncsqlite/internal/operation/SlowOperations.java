package io.asyncsqlite.internal.operation;

import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.log.Log;
import io.asyncsqlite.internal.option.Millis;
import io.asyncsqlite.internal.sql.Excerpt;

/** Notes operations that ran for long. Transactions and streams have age limits of their own. */
public final class SlowOperations {

    private static final Log LOG = Log.of(SlowOperations.class);

    private final String database;
    private final long limitNanos;
    private final Counters counters;

    SlowOperations(SqliteOptions options, Counters counters) {
        this.database = options.name();
        this.limitNanos = options.slowOperationTime().toNanos();
        this.counters = counters;
    }

    void look(Operation<?> operation, long now) {
        long ran = now - operation.startedNanos();
        if (ran >= limitNanos && (operation.kind() == OperationKind.READ || operation.kind() == OperationKind.WRITE)) {
            counters.slow();
            LOG.log(System.Logger.Level.INFO, () -> message(operation, ran));
        }
    }

    private String message(Operation<?> operation, long ran) {
        long waited = operation.startedNanos() - operation.acceptedNanos();
        return "Slow operation on database '" + database + "': it waited " + Millis.of(waited) + " and then ran "
                + Millis.of(ran) + ", slowOperationTime is " + Millis.of(limitNanos) + Excerpt.shown(operation.sql());
    }
}
