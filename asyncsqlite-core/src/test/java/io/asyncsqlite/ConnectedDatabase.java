package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Gives a test a connection of its own to a database {@code app.db} that it opens, and checks that no thread outlives it. */
abstract class ConnectedDatabase {

    @TempDir
    Path directory;

    AsyncSqlite db;
    AsyncConnection connection;

    @AfterEach
    void close() {
        if (db != null) {
            db.close();
        }
        assertThat(Threads.of("app.db")).isEmpty();
    }
}
