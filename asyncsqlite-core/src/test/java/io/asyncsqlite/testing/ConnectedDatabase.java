package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.AsyncSqlite;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives a test a connection of its own to a database {@code app.db} that it opens, and checks that no thread outlives it. */
public abstract class ConnectedDatabase {

    @TempDir
    public Path directory;

    public AsyncSqlite db;
    public AsyncConnection connection;

    @AfterEach
    public void close() {
        if (db != null) {
            db.close();
        }
        assertThat(Threads.of("app.db")).isEmpty();
    }
}
