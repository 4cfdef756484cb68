package io.asyncsqlite.testing;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives each test an open file {@code app.db} with a table {@code t(k)}, and checks that no thread outlives it. */
public abstract class AppDatabase {

    @TempDir
    public Path directory;

    public AsyncSqlite db;

    @BeforeEach
    public void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("app.db"));
        await(db.execute("CREATE TABLE t(k INTEGER)"));
    }

    @AfterEach
    public void close() {
        db.close();
        assertThat(Threads.of("app.db")).isEmpty();
    }
}
