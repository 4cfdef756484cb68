package io.asyncsqlite;

import static io.asyncsqlite.Futures.await;

import java.nio.file.Path;
import java.util.function.UnaryOperator;

/** Where a database is, which decides how its connections get their turns. */
enum Place {
    WAL_FILE,
    ROLLBACK_JOURNAL,
    MEMORY;

    /** Opens a database named {@code app.db} with a table {@code t(k)}. */
    AsyncSqlite open(Path directory, UnaryOperator<SqliteOptions.Builder> settings) throws Exception {
        AsyncSqlite db = AsyncSqlite.open(settings.apply(options(directory)).build());
        await(db.execute("CREATE TABLE t(k INTEGER)"));
        return db;
    }

    SqliteOptions.Builder options(Path directory) {
        SqliteOptions.Builder builder =
                this == MEMORY ? SqliteOptions.memory() : SqliteOptions.file(directory.resolve("app.db"));
        if (this == ROLLBACK_JOURNAL) {
            builder.journalMode(JournalMode.DELETE);
        }
        return builder.name("app.db");
    }

    AsyncSqlite open(Path directory) throws Exception {
        return open(directory, builder -> builder);
    }
}
