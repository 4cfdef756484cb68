package io.asyncsqlite.testing;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.UserDefined;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Lets a test open a file {@code app.db} with functions and collations, and checks that no thread outlives it. */
public abstract class DefinedDatabase {

    @TempDir
    public Path directory;

    public AsyncSqlite db;

    @AfterEach
    public void close() {
        if (db != null) {
            db.close();
        }
        assertThat(Threads.of("app.db")).isEmpty();
    }

    public SqliteOptions.Builder options() {
        return SqliteOptions.file(directory.resolve("app.db"));
    }

    public void open(UserDefined... definitions) {
        open(options(), definitions);
    }

    public void open(SqliteOptions.Builder options, UserDefined... definitions) {
        List.of(definitions).forEach(options::define);
        db = AsyncSqlite.open(options.build());
    }

    /** Returns the first value of the only row. */
    public @Nullable Object one(String sql, @Nullable Object... parameters) throws Exception {
        return await(db.query(sql, parameters).one()).get(0);
    }

    /** Returns the first values of all rows. */
    public List<Object> all(String sql) throws Exception {
        return await(db.query(sql).map(row -> row.get(0)).list());
    }
}
