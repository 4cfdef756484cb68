package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.session.CursorHandle;
import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.ConnectedDatabase;
import io.asyncsqlite.testing.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.function.UnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Cursors: the invariants are those of CursorRows and CursorSubscription. */
@Timeout(60)
class CursorTests extends ConnectedDatabase {

    private static final int ROWS = 1_000;
    private static final String ALL = "SELECT k FROM t ORDER BY k";

    private void open(Place place, UnaryOperator<SqliteOptions.Builder> settings) throws Exception {
        db = place.open(directory, settings);
        await(db.execute(
                "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (0) UNION ALL SELECT i + 1 FROM n WHERE i < ?) SELECT i"
                        + " FROM n",
                ROWS - 1));
        connection = await(db.connect());
    }

    private void open(Place place) throws Exception {
        open(place, builder -> builder);
    }

    @ParameterizedTest
    @EnumSource
    void fetchesGoOnFromEachOther(Place place) throws Exception {
        open(place);
        Cursor cursor = await(connection.cursor(ALL));

        assertThat(await(cursor.fetchOne()).orElseThrow().getLong("k")).isZero();
        assertThat(keys(cursor.fetchMany(3))).containsExactly(1L, 2L, 3L);
        assertThat(keys(cursor.fetchMany())).isEqualTo(range(4, 68));
        cursor.arraySize(5);
        assertThat(keys(cursor.fetchMany())).isEqualTo(range(68, 73));
        assertThat(keys(cursor.fetchMany(500))).isEqualTo(range(73, 573));
        assertThat(keys(cursor.fetchAll())).isEqualTo(range(573, ROWS));
        assertThat(await(cursor.fetchOne())).isEmpty();
        assertThat(await(cursor.fetchMany())).isEmpty();
        assertThat(await(cursor.fetchAll())).isEmpty();
    }

    @Test
    void aCursorTellsWhatItsStatementDid() throws Exception {
        open(Place.WAL_FILE);

        Cursor insert = await(connection.cursor("INSERT INTO t VALUES (5000), (5001) RETURNING k AS kk, rowid"));
        assertThat(insert.rowsUpdated()).isEqualTo(2);
        assertThat(insert.lastInsertRowid()).isEqualTo(ROWS + 2);
        assertThat(insert.columnNames()).containsExactly("kk", "rowid");
        assertThat(keys(insert.fetchAll())).containsExactly(5000L, 5001L);
        Cursor update = await(connection.cursor("UPDATE t SET k = -k WHERE k >= 5000"));
        assertThat(update.rowsUpdated()).isEqualTo(2);
        assertThat(update.columnNames()).isEmpty();
        assertThat(await(update.fetchAll())).isEmpty();
        Cursor empty = await(connection.cursor("SELECT k AS x, 1 FROM t WHERE k = 70000"));
        assertThat(empty.columnNames()).containsExactly("x", "1");
        assertThat(empty.columns()).containsExactly(new Column("x", "INTEGER"), new Column("1", null));
        assertThat(update.columns()).isEmpty();
        assertThat(empty.rowsUpdated()).isZero();
        assertThat(empty.arraySize()).isEqualTo(64);
        Cursor pragma = await(connection.cursor("PRAGMA user_version"));
        assertThat(keys(pragma.fetchAll())).containsExactly(0L);
    }

    @Test
    void returningHasCommittedBeforeItsRowsAreFetched() throws Exception {
        open(Place.WAL_FILE);

        Cursor insert = await(connection.cursor("INSERT INTO t SELECT k + 1000 FROM t RETURNING k"));

        assertThat(count(db)).isEqualTo(2 * ROWS);
        assertThat(await(db.execute("DELETE FROM t WHERE k >= 1000")).rowsUpdated())
                .isEqualTo(ROWS);
        assertThat(await(insert.fetchAll())).hasSize(ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void breakingOutOfAnIterationLosesNoRow(Place place) throws Exception {
        open(place);
        Cursor cursor = await(connection.cursor(ALL));
        List<Long> seen = new ArrayList<>(await(Breaking.after(100, cursor)));
        assertThat(seen).isEqualTo(range(0, 100));

        seen.add(await(cursor.fetchOne()).orElseThrow().getLong(0));
        seen.addAll(await(Breaking.after(1, cursor)));
        seen.addAll(keys(cursor.fetchMany(7)));
        seen.addAll(await(Breaking.after(300, cursor)));
        await(Collector.collect(cursor.stream())).forEach(row -> seen.add(row.getLong(0)));

        assertThat(seen).isEqualTo(range(0, ROWS));
        assertThat(await(Collector.collect(cursor.stream()))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource
    void anOpenCursorDelaysNobodyAndKeepsItsRows(Place place) throws Exception {
        open(place);
        Cursor cursor = await(connection.cursor(ALL));
        assertThat(keys(cursor.fetchMany(10))).isEqualTo(range(0, 10));

        await(connection.execute("DELETE FROM t WHERE k >= 500"));
        if (place != Place.MEMORY) {
            await(db.execute("DELETE FROM t WHERE k >= 400"));
        }
        await(connection.begin());
        await(connection.execute("DROP TABLE t"));
        await(connection.commit());

        assertThat(keys(cursor.fetchAll())).isEqualTo(range(10, ROWS));
    }

    @Test
    void anOpenCursorDoesNotHideWhatOthersCommittedMeanwhile() throws Exception {
        open(Place.WAL_FILE);
        Cursor forgotten = await(connection.cursor(ALL));
        await(db.execute("DELETE FROM t"));

        assertThat(count(connection)).isZero();
        assertThat(await(connection.execute("INSERT INTO t VALUES (1)")).rowsUpdated())
                .isEqualTo(1);
        assertThat(await(forgotten.fetchAll())).hasSize(ROWS);
    }

    @ParameterizedTest
    @EnumSource
    void cursorsOfATransactionAreReadSideBySideAndOutliveItsCommit(Place place) throws Exception {
        open(place);
        await(connection.begin());
        Cursor first = await(connection.cursor(ALL));
        Cursor second = await(connection.cursor(ALL));
        assertThat(keys(first.fetchMany(100))).isEqualTo(range(0, 100));
        assertThat(keys(second.fetchMany(200))).isEqualTo(range(0, 200));
        assertThat(keys(first.fetchMany(100))).isEqualTo(range(100, 200));

        await(connection.commit());

        assertThat(keys(first.fetchAll())).isEqualTo(range(200, ROWS));
        assertThat(keys(second.fetchAll())).isEqualTo(range(200, ROWS));
    }

    @ParameterizedTest
    @EnumSource
    void aRollbackEndsTheCursorsOfItsTransactionOnly(Place place) throws Exception {
        open(place);
        Cursor before = await(connection.cursor(ALL));
        await(connection.begin());
        Cursor lazy = await(connection.cursor(ALL));
        await(connection.execute("DELETE FROM t WHERE k = 0"));
        Cursor inside = await(connection.cursor(ALL));
        Cursor returning = await(connection.cursor("INSERT INTO t VALUES (-1) RETURNING k"));
        assertThat(await(inside.fetchOne())).isPresent();

        await(connection.rollback());

        for (Cursor ended : List.of(lazy, inside, returning)) {
            assertThat(failureOf(ended.fetchOne()))
                    .isInstanceOf(CursorClosedException.class)
                    .hasMessageContaining("the transaction that opened it was rolled back: no row was read");
            assertThat(failureOf(Collector.collect(ended.stream()))).isInstanceOf(CursorClosedException.class);
        }
        assertThat(keys(before.fetchAll())).isEqualTo(range(0, ROWS));
        assertThat(count(connection)).isEqualTo(ROWS);
    }

    @Test
    void aRestThatIsTooLargeEndsItsCursorAndNothingElse() throws Exception {
        open(Place.WAL_FILE, builder -> builder.queueBytes(20_000));
        Cursor cursor = await(connection.cursor(ALL));

        await(connection.execute("INSERT INTO t VALUES (-1)"));

        assertThat(failureOf(cursor.fetchOne()))
                .isInstanceOf(CursorClosedException.class)
                .hasMessageContaining("the rest of its rows exceeds queueBytes=20000");
        await(connection.begin());
        Cursor inside = await(connection.cursor(ALL));
        assertThat(await(inside.fetchAll())).hasSize(ROWS + 1);
    }

    @Test
    void aCursorThatNobodyReadsGivesUpItsSnapshot() throws Exception {
        open(Place.WAL_FILE, builder -> builder.streamTimeout(Duration.ofMillis(50)));
        Cursor cursor = await(connection.cursor(ALL));
        Throwable failure = null;
        while (failure == null && !await(Breaking.after(0, cursor)).contains(-1L)) {
            // Asks whether it has ended without reading on.
            failure = ((CursorHandle) cursor).rows().isRunning() ? null : failureOf(cursor.fetchOne());
        }

        assertThat(failure).isInstanceOf(StreamExpiredException.class);
    }

    @Test
    void theFirstErrorIsFinalAndComesAfterTheRowsBeforeIt() throws Exception {
        open(Place.WAL_FILE);
        String late = "SELECT CASE WHEN k < 200 THEN k ELSE abs(-9223372036854775807 - 1) END AS k FROM t";
        Cursor cursor = await(connection.cursor(late));
        List<Long> seen = new ArrayList<>();
        Throwable failure = null;
        while (failure == null) {
            CompletableFuture<List<Row>> next = cursor.fetchMany(10);
            failure = failureOf(next);
            if (failure == null) {
                seen.addAll(keys(next));
            }
        }

        assertThat(seen).isSubsetOf(range(0, 200)).hasSizeGreaterThanOrEqualTo(100);
        assertThat(failure).hasMessageContaining("integer overflow");
        assertThat(failureOf(cursor.fetchMany(10))).isSameAs(failure);
        assertThat(failureOf(await(connection.cursor(late)).fetchAll())).hasMessageContaining("integer overflow");
        assertThat(failureOf(Collector.collect(await(connection.cursor(late)).stream())))
                .hasMessageContaining("integer overflow");
    }

    @ParameterizedTest
    @EnumSource
    void aClosedCursorGivesNothing(Place place) throws Exception {
        open(place);
        await(connection.begin());
        Cursor cursor = await(connection.cursor(ALL));

        cursor.close();
        cursor.close();

        assertThat(failureOf(cursor.fetchOne()))
                .isInstanceOf(CursorClosedException.class)
                .hasMessage("The cursor is closed: no row was read [" + ALL + "]");
        assertThat(failureOf(cursor.fetchAll())).isInstanceOf(CursorClosedException.class);
        assertThat(failureOf(Collector.collect(cursor.stream()))).isInstanceOf(CursorClosedException.class);
        await(connection.execute("DROP TABLE t"));
        await(connection.rollback());
        Cursor open = await(connection.cursor(ALL));
        connection.close();
        assertThat(failureOf(open.fetchAll())).isInstanceOf(ConnectionClosedException.class);
    }

    @Test
    void nonsenseIsRefused() throws Exception {
        open(Place.WAL_FILE);
        Cursor cursor = await(connection.cursor(ALL));

        assertThatThrownBy(() -> cursor.fetchMany(0)).hasMessage("rows must be at least 1, was 0");
        assertThatThrownBy(() -> cursor.arraySize(0)).hasMessage("arraySize must be at least 1, was 0");
        assertThat(failureOf(connection.cursor("SELECT ?"))).isInstanceOf(InvalidParameterException.class);
        assertThat(failureOf(connection.cursor("COMMIT"))).isInstanceOf(InvalidStatementException.class);
        assertThat(failureOf(connection.cursor("SELECT x FROM nowhere"))).isInstanceOf(StatementException.class);
    }

    private static List<Long> keys(CompletableFuture<List<Row>> rows) throws Exception {
        return await(rows).stream().map(row -> row.getLong(0)).toList();
    }

    private static List<Long> range(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    private static long count(AsyncOperations where) throws Exception {
        return await(where.query("SELECT count(*) FROM t").mapTo(Long.class).one());
    }

    /** Takes a number of rows, having asked for many more, and cancels. */
    private static final class Breaking implements Flow.Subscriber<Row> {

        private final int wanted;
        private final CompletableFuture<List<Long>> result = new CompletableFuture<>();
        private final List<Long> taken = new ArrayList<>();
        private Flow.Subscription subscription;

        private Breaking(int wanted) {
            this.wanted = wanted;
        }

        static CompletableFuture<List<Long>> after(int wanted, Cursor cursor) {
            Breaking breaking = new Breaking(wanted);
            cursor.stream().subscribe(breaking);
            return breaking.result;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            if (wanted == 0) {
                given.cancel();
                result.complete(taken);
            } else {
                given.request(Long.MAX_VALUE);
            }
        }

        @Override
        public void onNext(Row row) {
            taken.add(row.getLong(0));
            if (taken.size() == wanted) {
                subscription.cancel();
                result.complete(taken);
            }
        }

        @Override
        public void onError(Throwable failure) {
            result.completeExceptionally(failure);
        }

        @Override
        public void onComplete() {
            result.completeExceptionally(new AssertionError("ended early"));
        }
    }
}
