package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import io.asyncsqlite.testing.SingleThread;
import io.asyncsqlite.testing.WriterGate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class QueryResultTests extends AppDatabase {

    @Test
    void rowsOfReturningAndWhatTheStatementDidComeTogether() throws Exception {
        QueryResult<Long> inserted = await(db.query("INSERT INTO t VALUES (7), (8), (9) RETURNING k * 10")
                .mapTo(Long.class)
                .result());
        assertThat(inserted).isEqualTo(new QueryResult<>(List.of(70L, 80L, 90L), new WriteResult(3, 3)));

        QueryResult<Row> deleted =
                await(db.query("DELETE FROM t WHERE k > ? RETURNING k", 7).result());
        assertThat(deleted.elements()).extracting(row -> row.getLong("k")).containsExactly(8L, 9L);
        assertThat(deleted.written()).isEqualTo(new WriteResult(2, 0));
    }

    @Test
    void resultHasRowsOnlyOfReturningAndChangesOnlyOfWrites() throws Exception {
        assertThat(await(db.query("INSERT INTO t VALUES (1), (2)").result()))
                .isEqualTo(new QueryResult<>(List.of(), new WriteResult(2, 2)));
        assertThat(await(db.query("UPDATE t SET k = 3 WHERE k = 99 RETURNING k").result()))
                .isEqualTo(new QueryResult<>(List.of(), new WriteResult(0, 0)));
        QueryResult<Long> read =
                await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).result());
        assertThat(read).isEqualTo(new QueryResult<>(List.of(1L, 2L), new WriteResult(0, 0)));
    }

    @Test
    void transactionsAndConnectionsGiveTheSameResult() throws Exception {
        OpenTransaction tx = await(db.begin());
        assertThat(await(tx.query("INSERT INTO t VALUES (1) RETURNING k")
                        .mapTo(Long.class)
                        .result()))
                .isEqualTo(new QueryResult<>(List.of(1L), new WriteResult(1, 1)));
        await(tx.commit());
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(await(connection
                            .query("INSERT INTO t VALUES (2) RETURNING k")
                            .mapTo(Long.class)
                            .result()))
                    .isEqualTo(new QueryResult<>(List.of(2L), new WriteResult(1, 2)));
        }
    }

    @Test
    void membersOfAGroupGetTheirOwnResults() throws Exception {
        List<Integer> groups = new CopyOnWriteArrayList<>();
        SqliteListener listener = new SqliteListener() {
            @Override
            public void committed(Commit commit) {
                groups.add(commit.operations());
            }
        };
        try (AsyncSqlite listened = AsyncSqlite.open(SqliteOptions.file(directory.resolve("group.db"))
                .listener(listener)
                .callbackExecutor(SingleThread.executor())
                .build())) {
            await(listened.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, k UNIQUE)"));
            groups.clear();

            List<CompletableFuture<QueryResult<Long>>> all = WriterGate.whileHeld(
                    listened,
                    () -> IntStream.range(0, 20)
                            .mapToObj(i -> listened.query("INSERT INTO t(k) VALUES (?) RETURNING k", i == 10 ? 9 : i)
                                    .mapTo(Long.class)
                                    .result())
                            .toList());

            List<Long> rowids = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                if (i == 10) {
                    assertThat(failureOf(all.get(i))).isInstanceOf(ConstraintException.class);
                } else {
                    QueryResult<Long> result = await(all.get(i));
                    assertThat(result.elements()).containsExactly((long) i);
                    assertThat(result.written().rowsUpdated()).isEqualTo(1);
                    rowids.add(result.written().lastInsertRowid());
                }
            }
            assertThat(rowids).isSorted().doesNotHaveDuplicates();
            assertThat(groups).as("sizes of the groups").hasSizeLessThan(10);
        }
    }
}
