package io.asyncsqlite.testing;

import static io.asyncsqlite.testing.Futures.await;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Where a database is, which decides how its connections get their turns. */
public enum Place {
    WAL_FILE,
    ROLLBACK_JOURNAL,
    MEMORY;

    /** Opens a database named {@code app.db} with a table {@code t(k)}. */
    public AsyncSqlite open(Path directory, UnaryOperator<SqliteOptions.Builder> settings) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(settings.apply(options(directory)).build());
        await(db.execute("CREATE TABLE t(k INTEGER)"));
        return db;
    }

    public SqliteOptions.Builder options(Path directory) {
        SqliteOptions.Builder builder =
                this == MEMORY ? SqliteOptions.memory() : SqliteOptions.file(directory.resolve("app.db"));
        if (this == ROLLBACK_JOURNAL) {
            builder.journalMode(JournalMode.DELETE);
        }
        return builder.name("app.db");
    }

    public AsyncSqlite open(Path directory) throws Exception {
        return open(directory, builder -> builder);
    }
}
