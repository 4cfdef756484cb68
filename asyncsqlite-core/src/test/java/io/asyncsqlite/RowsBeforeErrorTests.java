package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Numbers;
import io.asyncsqlite.testing.Place;
import io.asyncsqlite.testing.Probe;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Flow;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A query that fails at its 71st row gives a consumer that reads row by row the 70 rows before it, and then the error. */
@Timeout(60)
class RowsBeforeErrorTests {

    private static final List<Object> SEVENTY =
            LongStream.rangeClosed(1, 70).mapToObj(i -> (Object) i).toList();

    @TempDir
    Path directory;

    private static void givesSeventyRowsAndThenTheError(Flow.Publisher<Long> stream, long request) throws Exception {
        Probe probe = new Probe(stream);
        for (Object expected : SEVENTY) {
            probe.subscription.request(request);
            assertThat(probe.next()).isEqualTo(expected);
        }
        isOverflow((Throwable) probe.next());
    }

    private static void isOverflow(Throwable failure) {
        assertThat(failure).isInstanceOf(StatementException.class).hasMessageContaining("integer overflow");
    }

    private static Query<Long> query(AsyncOperations db) {
        return db.query(Numbers.THEN_ERROR).mapTo(Long.class);
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void streamGivesTheRowsBeforeTheError(Place place) throws Exception {
        try (AsyncSqlite db = place.open(directory)) {
            givesSeventyRowsAndThenTheError(query(db).stream(), 1);
            givesSeventyRowsAndThenTheError(query(db).stream(), Long.MAX_VALUE);
            isOverflow(failureOf(query(db).list()));
            assertThat(await(Numbers.to(db, 3).list())).hasSize(3);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10, 70, 71, 1000})
    void streamOfAnyFetchSizeGivesTheRowsBeforeTheError(int fetchSize) throws Exception {
        for (Place place : Place.values()) {
            try (AsyncSqlite db = place.open(directory, builder -> builder.readers(1))) {
                RowQuery query = db.query(Numbers.THEN_ERROR).withFetchSize(fetchSize);

                givesSeventyRowsAndThenTheError(query.mapTo(Long.class).stream(), 1);
                await(db.execute("DROP TABLE t"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void streamInATransactionGivesTheRowsBeforeTheError(Place place) throws Exception {
        try (AsyncSqlite db = place.open(directory)) {
            OpenTransaction transaction = await(db.begin());
            await(transaction.execute("INSERT INTO t VALUES (1)"));

            givesSeventyRowsAndThenTheError(query(transaction).stream(), 1);
            givesSeventyRowsAndThenTheError(query(transaction).stream(), Long.MAX_VALUE);

            await(transaction.commit());
            assertThat(await(db.query("SELECT k FROM t").mapTo(Long.class).list()))
                    .containsExactly(1L);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void connectionGivesTheRowsBeforeTheError(Place place) throws Exception {
        try (AsyncSqlite db = place.open(directory);
                AsyncConnection connection = await(db.connect())) {
            givesSeventyRowsAndThenTheError(query(connection).stream(), 1);
            for (int size : new int[] {1, 50, 70, 100, 1000}) {
                Cursor cursor = await(connection.cursor(Numbers.THEN_ERROR));
                List<Long> read = new CopyOnWriteArrayList<>();
                while (read.size() < 70) {
                    await(cursor.fetchMany(size)).forEach(row -> read.add(row.getLong(0)));
                }
                assertThat(read).hasSize(70).isSorted();
                isOverflow(failureOf(cursor.fetchMany(size)));
                isOverflow(failureOf(cursor.fetchOne()));
            }
            isOverflow(failureOf(await(connection.cursor(Numbers.THEN_ERROR)).fetchAll()));
            isOverflow(failureOf(query(connection).list()));
        }
    }

    @Test
    void lambdaGetsTheRowsBeforeTheError() throws Exception {
        try (AsyncSqlite db = Place.WAL_FILE.open(directory)) {
            List<Object> seen = new CopyOnWriteArrayList<>();

            isOverflow(failureOf(db.read(connection -> {
                connection.query(Numbers.THEN_ERROR).forEach(row -> seen.add(row.getLong(0)));
                return null;
            })));

            assertThat(seen).isEqualTo(SEVENTY);
        }
    }

    @Test
    void streamReadIntoMemoryGivesTheRowsBeforeTheError() throws Exception {
        try (AsyncSqlite db = Place.WAL_FILE.open(directory, builder -> builder.streamConnections(1))) {
            OpenTransaction only = await(db.begin(TransactionMode.READ_ONLY));

            givesSeventyRowsAndThenTheError(query(db).stream(), 1);

            await(only.rollback());
        }
    }

    @Test
    void rowsOfAWriteThatFailsAreNotGiven() throws Exception {
        for (Place place : Place.values()) {
            try (AsyncSqlite db = place.open(directory)) {
                String sql = "INSERT INTO t(k) " + Numbers.THEN_ERROR + " RETURNING k";

                Probe probe = new Probe(db.query(sql).mapTo(Long.class).stream());
                probe.subscription.request(Long.MAX_VALUE);

                isOverflow((Throwable) probe.next());
                assertThat(await(db.query("SELECT count(*) FROM t")
                                .mapTo(Long.class)
                                .one()))
                        .isZero();
                await(db.execute("DROP TABLE t"));
            }
        }
    }
}
