package io.asyncsqlite.internal.connection;

import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.SqlStatement;
import io.asyncsqlite.internal.sql.StatementKind;
import io.asyncsqlite.internal.statement.BoundStatement;
import org.jspecify.annotations.Nullable;

/** Compares a compiled statement with what the parser has found out about its text. */
final class StatementChecks {

    private StatementChecks() {}

    /** Throws if SQLite says that a statement writes which the parser took for a read: reads run beside the writer. */
    static void checkKind(EngineStatement statement, BoundStatement bound) {
        if (bound.statement().kind() == StatementKind.READ && statement.isKnownToWrite()) {
            throw Failures.invalidStatement("SQLite says that it writes, which a query must not", bound.sql(), null);
        }
    }

    static void checkCount(EngineStatement compiled, SqlStatement statement, @Nullable Object[] values) {
        if (compiled.parameterCount() != values.length) {
            throw Failures.invalidParameter(
                    "SQLite counts " + compiled.parameterCount() + " parameters, not " + values.length,
                    statement.text(),
                    null);
        }
    }
}
