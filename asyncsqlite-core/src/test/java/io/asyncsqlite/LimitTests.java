package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What SQLite says of a limit is told with the limit. */
@Timeout(60)
class LimitTests {

    private final AsyncSqlite db = AsyncSqlite.inMemory();

    @AfterEach
    void close() {
        db.close();
    }

    @Test
    void usedUpAutoincrementIsNoFullDisk() throws Exception {
        await(db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT)"));
        await(db.execute("INSERT INTO t VALUES (?)", Long.MAX_VALUE));

        assertThat(failureOf(db.execute("INSERT INTO t DEFAULT VALUES")))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("an AUTOINCREMENT table has used its largest rowid");
    }

    @Test
    void sqlThatIsTooLongIsToldItsLimit() throws Exception {
        assertThat(failureOf(db.query("SELECT 1 " + " ".repeat(1_000_000)).list()))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("at most 1,000,000 bytes");
    }
}
