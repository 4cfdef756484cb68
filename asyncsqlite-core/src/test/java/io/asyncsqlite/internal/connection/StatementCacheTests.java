package io.asyncsqlite.internal.connection;

import static io.asyncsqlite.testing.Futures.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.AsyncSqlite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Which texts stay compiled, seen by what is compiled anew. */
@Timeout(60)
class StatementCacheTests {

    private final AsyncSqlite db = AsyncSqlite.inMemory();

    @AfterEach
    void close() {
        db.close();
    }

    private static String select(int number, int length) {
        return "SELECT " + number + " --" + "x".repeat(length);
    }

    /** Returns whether a statement was there already. */
    private boolean isKept(String sql) throws Exception {
        long before = db.stats().totals().statementHits();
        await(db.query(sql).list());
        return db.stats().totals().statementHits() > before;
    }

    @Test
    void aShortTextIsKeptAndALongOneIsNot() throws Exception {
        for (int length : new int[] {10, 30_000, 40_000}) {
            isKept(select(1, length));
            isKept(select(2, length));
            assertThat(isKept(select(1, length))).as("%s characters", length).isEqualTo(length < 32_768);
        }
    }

    @Test
    void ofManyTextsOnlySomeAreKeptTheMoreTheShorterTheyAre() throws Exception {
        for (int i = 0; i < 100; i++) {
            isKept(select(i, 10));
        }
        assertThat(isKept(select(0, 10))).isTrue();
        for (int i = 0; i < 100; i++) {
            isKept(select(i, 30_000));
        }
        assertThat(isKept(select(0, 30_000))).isFalse();
        assertThat(isKept(select(99, 30_000))).isTrue();
        assertThat(isKept(select(90, 30_000))).isTrue();
    }
}
