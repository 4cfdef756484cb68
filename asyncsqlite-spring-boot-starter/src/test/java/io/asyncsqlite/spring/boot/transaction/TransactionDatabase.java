package io.asyncsqlite.spring.boot.transaction;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A database with a table of notes. */
abstract class TransactionDatabase {

    static final String ADD = "INSERT INTO note(body) VALUES (?)";
    static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i FROM n) SELECT count(*) FROM n";

    @TempDir
    Path directory;

    AsyncSqlite database;

    @BeforeEach
    void openDatabase() {
        database = AsyncSqlite.open(
                SqliteOptions.file(directory.resolve("notes.db")).build());
        database.executeScript("""
                        CREATE TABLE author(id INTEGER PRIMARY KEY);
                        CREATE TABLE note(id INTEGER PRIMARY KEY, body TEXT NOT NULL UNIQUE,
                          author INTEGER REFERENCES author DEFERRABLE INITIALLY DEFERRED);
                        """).join();
    }

    @AfterEach
    void closeDatabase() {
        assertThat(TransactionSynchronizationManager.getResourceMap()).isEmpty();
        assertThat(TransactionSynchronizationManager.isSynchronizationActive()).isFalse();
        assertThat(database.stats().queuedWrites()).isZero();
        database.close();
    }

    List<String> bodies() {
        return database.query("SELECT body FROM note ORDER BY id")
                .mapTo(String.class)
                .list()
                .join();
    }

    static DefaultTransactionDefinition propagation(int behavior) {
        return new DefaultTransactionDefinition(behavior);
    }

    static DefaultTransactionDefinition readOnly(int behavior) {
        DefaultTransactionDefinition definition = new DefaultTransactionDefinition(behavior);
        definition.setReadOnly(true);
        return definition;
    }

    static DefaultTransactionDefinition seconds(int timeout) {
        DefaultTransactionDefinition definition =
                new DefaultTransactionDefinition(TransactionDefinition.PROPAGATION_REQUIRED);
        definition.setTimeout(timeout);
        return definition;
    }

    static final class ChangedMind extends RuntimeException {

        private static final long serialVersionUID = 1L;
    }
}
