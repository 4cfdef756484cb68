package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.ConnectedDatabase;
import io.asyncsqlite.testing.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The procedural API: transactions, session state, misuse. The invariants are those of ConnectionWorker, OperationRunner and
 * ConnectionTransaction.
 */
@Timeout(60)
class ConnectionTests extends ConnectedDatabase {

    private void open(Place place) throws Exception {
        db = place.open(directory);
        connection = await(db.connect());
    }

    @ParameterizedTest
    @EnumSource
    void operationWithoutBeginIsItsOwnTransaction(Place place) throws Exception {
        open(place);

        assertThat(await(connection.execute("INSERT INTO t VALUES (?)", 1))).isEqualTo(new WriteResult(1, 1));
        assertThat(await(connection.executeMany("INSERT INTO t VALUES (?)", List.of(List.of(2), List.of(3)))))
                .isEqualTo(2);
        await(connection.executeScript("INSERT INTO t VALUES (4); CREATE UNIQUE INDEX i ON t(k)"));
        assertThat(failureOf(connection.executeScript("INSERT INTO t VALUES (5); INSERT INTO t VALUES (1)")))
                .isInstanceOf(ConstraintException.class);
        assertThat(failureOf(connection.execute("INSERT OR FAIL INTO t SELECT 7 UNION ALL SELECT 1")))
                .isInstanceOf(ConstraintException.class);

        assertThat(connection.inTransaction()).isFalse();
        assertThat(keys(connection)).containsExactly(1L, 2L, 3L, 4L);
        assertThat(await(connection.totalChanges())).isGreaterThanOrEqualTo(4);
        connection.close();
        assertThat(keys(db)).containsExactly(1L, 2L, 3L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void commitKeepsAndRollbackDropsChanges(Place place) throws Exception {
        open(place);
        for (TransactionMode mode :
                List.of(TransactionMode.DEFERRED, TransactionMode.IMMEDIATE, TransactionMode.EXCLUSIVE)) {
            await(connection.begin(mode));
            assertThat(connection.inTransaction()).isTrue();
            await(connection.execute("INSERT INTO t VALUES (?)", mode.ordinal()));
            await(connection.commit());
            assertThat(connection.inTransaction()).isFalse();

            await(connection.begin(mode));
            await(connection.execute("DELETE FROM t"));
            await(connection.rollback());
            assertThat(connection.inTransaction()).isFalse();
        }
        await(connection.rollback());

        connection.close();
        assertThat(keys(db)).containsExactly(0L, 1L, 2L);
    }

    @Test
    void transactionIsVisibleToOthersOnlyAfterItsCommit() throws Exception {
        open(Place.WAL_FILE);
        await(connection.begin());
        await(connection.execute("INSERT INTO t VALUES (1)"));
        CompletableFuture<WriteResult> waiting = db.execute("INSERT INTO t SELECT max(k) + 1 FROM t");

        assertThat(keys(db)).isEmpty();
        assertThat(keys(connection)).containsExactly(1L);
        assertThat(waiting).isNotDone();

        await(connection.commit());
        await(waiting);
        assertThat(keys(db)).containsExactly(1L, 2L);
        assertThat(keys(connection)).containsExactly(1L, 2L);
    }

    @Test
    void aDeferredTransactionReadsOneSnapshotAndDelaysNobody() throws Exception {
        open(Place.WAL_FILE);
        await(connection.begin(TransactionMode.DEFERRED));
        assertThat(keys(connection)).isEmpty();

        await(db.execute("INSERT INTO t VALUES (1)"));

        assertThat(keys(connection)).isEmpty();
        await(connection.commit());
        assertThat(keys(connection)).containsExactly(1L);
    }

    @ParameterizedTest
    @EnumSource
    void aReadOnlyTransactionRefusesToWrite(Place place) throws Exception {
        open(place);
        await(connection.begin(TransactionMode.READ_ONLY));

        assertThat(failureOf(connection.execute("INSERT INTO t VALUES (1)")))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("A read-only transaction runs only statements that read");
        assertThat(keys(connection)).isEmpty();
        await(connection.commit());
        await(connection.execute("INSERT INTO t VALUES (2)"));
        assertThat(keys(connection)).containsExactly(2L);
    }

    @Test
    void aDeferredTransactionThatOthersOvertookCannotWrite() throws Exception {
        open(Place.WAL_FILE);
        await(connection.begin(TransactionMode.DEFERRED));
        assertThat(keys(connection)).isEmpty();
        await(db.execute("INSERT INTO t VALUES (1)"));

        assertThat(failureOf(connection.execute("INSERT INTO t VALUES (2)")))
                .isInstanceOfSatisfying(
                        TransactionException.class, e -> assertThat(e.outcome()).isEqualTo(Outcome.ROLLED_BACK))
                .hasMessageContaining("others wrote since its first read");

        assertThat(failureOf(connection.execute("INSERT INTO t VALUES (3)"))).isInstanceOf(TransactionException.class);
        assertThat(failureOf(connection.commit())).isInstanceOf(TransactionException.class);
        await(connection.execute("INSERT INTO t VALUES (4)"));
        assertThat(keys(db)).containsExactly(1L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void aTransactionThatSqliteRolledBackTakesNothingMore(Place place) throws Exception {
        open(place);
        await(connection.executeScript("CREATE UNIQUE INDEX i ON t(k); INSERT INTO t VALUES (1)"));
        await(connection.begin());
        await(connection.execute("INSERT INTO t VALUES (2)"));
        assertThat(failureOf(connection.execute("INSERT INTO t VALUES (2)"))).isInstanceOf(ConstraintException.class);
        assertThat(connection.inTransaction()).isTrue();

        assertThat(failureOf(connection.execute("INSERT OR ROLLBACK INTO t VALUES (1)")))
                .isInstanceOf(ConstraintException.class);

        assertThat(connection.inTransaction()).isFalse();
        assertThat(failureOf(connection.execute("INSERT INTO t VALUES (3)")))
                .isInstanceOf(TransactionException.class)
                .hasCauseInstanceOf(ConstraintException.class);
        assertThat(failureOf(connection.begin())).isInstanceOf(TransactionException.class);
        await(connection.rollback());
        await(connection.execute("INSERT INTO t VALUES (4)"));
        assertThat(keys(connection)).containsExactly(1L, 4L);
    }

    @ParameterizedTest
    @EnumSource
    void aCommitThatFailsLeavesNoTransaction(Place place) throws Exception {
        open(place);
        await(connection.executeScript("CREATE TABLE parent(id INTEGER PRIMARY KEY);"
                + "CREATE TABLE child(id INTEGER REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"));
        await(connection.begin());
        await(connection.execute("INSERT INTO child VALUES (9)"));

        assertThat(failureOf(connection.commit())).isInstanceOf(ConstraintException.class);

        assertThat(connection.inTransaction()).isFalse();
        await(connection.execute("INSERT INTO t VALUES (1)"));
        connection.close();
        assertThat(keys(db)).containsExactly(1L);
    }

    @Test
    void misuseIsRefusedBeforeAnythingRuns() throws Exception {
        open(Place.WAL_FILE);
        for (String verb : List.of("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT a")) {
            assertThat(failureOf(connection.execute(verb)))
                    .isInstanceOf(InvalidStatementException.class)
                    .hasMessageContaining("begin, commit and rollback");
        }
        await(connection.begin());
        assertThat(failureOf(connection.begin())).hasMessageContaining("has an open transaction already");
        assertThat(failureOf(connection.execute("VACUUM")))
                .isInstanceOf(InvalidStatementException.class)
                .hasMessageContaining("commit or roll back first");
        assertThat(connection.inTransaction()).isTrue();
    }

    @Test
    void temporaryTablesAttachedFilesAndPragmasStayWithTheConnection() throws Exception {
        open(Place.WAL_FILE);
        AsyncConnection other = await(db.connect());
        await(connection.execute("CREATE TEMP TABLE mine(x)"));
        await(connection.execute("INSERT INTO mine VALUES (7)"));
        await(connection.execute(
                "ATTACH ? AS side", directory.resolve("side.db").toString()));
        await(connection.execute("CREATE TABLE side.s(x)"));
        await(connection.execute("PRAGMA cache_size = -123"));
        await(connection.execute("PRAGMA foreign_keys = OFF"));

        assertThat(number(connection, "SELECT x FROM mine")).isEqualTo(7);
        assertThat(number(connection, "SELECT count(*) FROM side.s")).isZero();
        assertThat(number(connection, "PRAGMA cache_size")).isEqualTo(-123);
        assertThat(number(connection, "PRAGMA foreign_keys")).isZero();
        for (AsyncOperations stranger : List.of(db, other)) {
            assertThat(failureOf(stranger.query("SELECT x FROM mine").list())).hasMessageContaining("no such table");
            assertThat(failureOf(stranger.query("SELECT x FROM side.s").list())).hasMessageContaining("no such table");
            assertThat(number(stranger, "PRAGMA cache_size")).isNotEqualTo(-123);
            assertThat(number(stranger, "PRAGMA foreign_keys")).isEqualTo(1);
        }
        await(connection.execute("DETACH side"));
    }

    @ParameterizedTest
    @EnumSource
    void functionsOfATransactionWorkAloneAndAsSavepoints(Place place) throws Exception {
        open(place);
        assertThat(await(connection.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (1)")
                                .thenCompose(done -> tx.execute("INSERT INTO t VALUES (2)"))))
                        .rowsUpdated())
                .isEqualTo(1);
        await(connection.begin());
        await(connection.execute("INSERT INTO t VALUES (3)"));
        assertThat(failureOf(connection.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (4)")
                        .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("undo"))))))
                .hasMessage("undo");
        await(connection.<WriteResult>inTransaction(tx -> tx.execute("INSERT INTO t VALUES (5)")));
        assertThat(connection.inTransaction()).isTrue();
        await(connection.commit());

        assertThat(keys(connection)).containsExactly(1L, 2L, 3L, 5L);
    }

    @Test
    void inMemoryConnectionMakesOtherOperationsWait() throws Exception {
        open(Place.MEMORY);
        CompletableFuture<WriteResult> outside = db.execute("INSERT INTO t VALUES (2)");
        CompletableFuture<AsyncConnection> second = db.connect();

        await(connection.execute("INSERT INTO t VALUES (1)"));
        assertThat(keys(connection)).containsExactly(1L);
        assertThat(outside).isNotDone();
        assertThat(second).isNotDone();

        connection.close();
        assertThat(await(outside).rowsUpdated()).isEqualTo(1);
        assertThat(keys(await(second))).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @EnumSource(names = {"WAL_FILE", "ROLLBACK_JOURNAL"})
    void manyWritersOfOneProgramNeverFindTheDatabaseBusy(Place place) throws Exception {
        db = place.open(
                directory,
                builder -> builder.busyTimeout(Duration.ZERO)
                        .synchronous(Synchronous.OFF)
                        .operationTimeout(Duration.ofHours(1))
                        .queueCapacity(20_000));
        List<AsyncConnection> connections = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            connections.add(await(db.connect()));
        }
        // With a rollback journal each writes its pages twice.
        int rows = place == Place.WAL_FILE ? 1_000 : 200;
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            for (AsyncConnection each : connections) {
                if (row % 100 == 50) {
                    all.add(each.begin());
                    all.add(each.cursor("SELECT k FROM t"));
                }
                all.add(each.execute("INSERT INTO t VALUES (?)", row));
                if (row % 100 == 60) {
                    all.add(each.commit());
                }
            }
            all.add(db.execute("INSERT INTO t VALUES (?)", row));
            all.add(db.query("SELECT count(*) FROM t").list());
        }
        for (CompletableFuture<?> one : all) {
            assertThat(failureOf(one)).isNull();
        }

        assertThat(number(db, "SELECT count(*) FROM t")).isEqualTo(9 * rows);
    }

    @Test
    void openingWaitsForItsTurnWhereConnectionsLockEachOtherOut() throws Exception {
        db = Place.ROLLBACK_JOURNAL.open(directory, builder -> builder.busyTimeout(Duration.ZERO));
        AsyncConnection exclusive = await(db.connect());
        for (int i = 0; i < 20; i++) {
            await(exclusive.begin(TransactionMode.EXCLUSIVE));
            CompletableFuture<AsyncConnection> opening = db.connect();
            await(exclusive.execute("INSERT INTO t VALUES (1)"));
            assertThat(opening).isNotDone();
            await(exclusive.commit());
            await(opening).close();
        }
    }

    private static List<Long> keys(AsyncOperations where) throws Exception {
        return await(where.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }

    private static long number(AsyncOperations where, String sql) throws Exception {
        return where.query(sql).mapTo(Long.class).one().get(20, TimeUnit.SECONDS);
    }
}
