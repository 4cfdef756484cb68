package io.asyncsqlite;

import static io.asyncsqlite.testing.BackupSubject.text;
import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The checks of copies look at pages and not at the rules of the rows: a copy of rows that break a CHECK constraint is a true one, and the functions of
 * the program are not there for a file that is restored.
 */
@Timeout(60)
class CopyCheckTests {

    @TempDir
    private Path directory;

    private SqliteOptions options(String name) {
        return SqliteOptions.file(directory.resolve(name))
                .define(SqlFunction.scalar("twice", Long.class, value -> 2 * value)
                        .deterministic()
                        .innocuous())
                .build();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void copyOfRowsThatBreakACheckIsMadeAndTaken(boolean compact) throws Exception {
        Path backup = directory.resolve("backup.db");
        try (AsyncSqlite source = AsyncSqlite.open(options("source.db"))) {
            await(source.execute("CREATE TABLE t(v CHECK (twice(v) > 10))"));
            await(source.withConnection(connection -> connection
                    .execute("PRAGMA ignore_check_constraints = ON")
                    .thenCompose(set -> connection.execute("INSERT INTO t VALUES (1)"))));
            assertThat(await(source.maintenance().integrityCheck())).containsExactly("CHECK constraint failed in t");

            await(source.backup(
                    backup,
                    BackupOptions.builder().verify(true).compact(compact).build()));
        }
        AsyncSqlite.restore(backup, directory.resolve("restored.db"));
        try (AsyncSqlite target = AsyncSqlite.open(options("target.db"))) {
            await(target.contents().restore(backup));

            assertThat(text(target, "SELECT v FROM t")).isEqualTo("1");
        }
    }
}
