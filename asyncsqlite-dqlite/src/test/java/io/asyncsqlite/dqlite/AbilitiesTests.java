package io.asyncsqlite.dqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.AsyncConnection;
import io.asyncsqlite.ConstraintException;
import io.asyncsqlite.Cursor;
import io.asyncsqlite.Row;
import io.asyncsqlite.TransactionMode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections, cursors, streams, batches, lambdas and savepoints work in a cluster. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AbilitiesTests extends OnACluster {

    private static final String MANY =
            "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < 50000) SELECT i FROM c";

    @BeforeEach
    void empty() throws Exception {
        await(db.executeScript("DROP TABLE IF EXISTS t; CREATE TABLE t(id INTEGER PRIMARY KEY, n INTEGER)"));
    }

    @Test
    void batchIsOneTransaction() throws Exception {
        List<Object[]> rows = new ArrayList<>();
        for (long i = 1; i <= 300; i++) {
            rows.add(new Object[] {i, i * i});
        }
        await(db.executeMany("INSERT INTO t(id, n) VALUES (?, ?)", rows));
        rows.add(0, new Object[] {1000L, 1L});

        assertThatThrownBy(() -> await(db.executeMany("INSERT INTO t(id, n) VALUES (?, ?)", rows)))
                .hasCauseInstanceOf(ConstraintException.class);
        assertThat(count()).isEqualTo(300);
    }

    @Test
    void lambdaReadsWhatItWrote() throws Exception {
        long sum = await(db.write(connection -> {
            connection.execute("INSERT INTO t(id, n) VALUES (1, 20), (2, 22)");
            return connection
                    .query("SELECT sum(n) FROM t")
                    .map(row -> row.getLong(0))
                    .one();
        }));

        assertThat(sum).isEqualTo(42);
        long count = await(db.read(connection -> connection
                .query("SELECT count(*) FROM t")
                .map(row -> row.getLong(0))
                .one()));
        assertThat(count).isEqualTo(2);
    }

    @Test
    void readingConnectionRefusesToWrite() {
        assertThatThrownBy(() -> await(db.inTransaction(
                        TransactionMode.READ_ONLY, transaction -> transaction.execute("INSERT INTO t(id) VALUES (1)"))))
                .isNotNull();
    }

    @Test
    void nestedTransactionIsUndoneAlone() throws Exception {
        await(db.inTransaction(transaction -> transaction
                .execute("INSERT INTO t(id) VALUES (1)")
                .thenCompose(done -> transaction
                        .inTransaction(inner -> inner.execute("INSERT INTO t(id) VALUES (2)")
                                .thenCompose(written -> inner.execute("INSERT INTO t(id) VALUES (1)")))
                        .handle((result, failure) -> null))));

        assertThat(count()).isEqualTo(1);
    }

    @Test
    void connectionKeepsItsTransactionAndItsCursor() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin());
            await(connection.execute("INSERT INTO t(id, n) VALUES (1, 1), (2, 2), (3, 3)"));
            Cursor cursor = await(connection.cursor("SELECT id FROM t ORDER BY id"));
            assertThat(await(cursor.fetchMany(2))).hasSize(2);
            await(connection.execute("INSERT INTO t(id) VALUES (4)"));
            assertThat(await(cursor.fetchAll())).hasSize(1);
            await(connection.rollback());
        }
        assertThat(count()).isZero();
    }

    @Test
    void streamGivesEveryRowWithBackPressure() throws Exception {
        CompletableFuture<Long> rows = new CompletableFuture<>();
        db.query(MANY).stream().subscribe(new Flow.Subscriber<Row>() {
            private Flow.Subscription subscription;
            private long count;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(10);
            }

            @Override
            public void onNext(Row row) {
                count++;
                if (row.getLong(0) != count) {
                    rows.completeExceptionally(new IllegalStateException("rows are out of order"));
                }
                if (count % 10 == 0) {
                    subscription.request(10);
                }
            }

            @Override
            public void onError(Throwable failure) {
                rows.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                rows.complete(count);
            }
        });

        assertThat(await(rows)).isEqualTo(50_000);
    }

    @Test
    void cancelledStreamLeavesTheDatabaseUsable() throws Exception {
        CompletableFuture<Long> first = new CompletableFuture<>();
        db.query(MANY).stream().subscribe(new Flow.Subscriber<Row>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(Row row) {
                subscription.cancel();
                first.complete(row.getLong(0));
            }

            @Override
            public void onError(Throwable failure) {
                first.completeExceptionally(failure);
            }

            @Override
            public void onComplete() {
                first.completeExceptionally(new IllegalStateException("the stream has ended"));
            }
        });

        assertThat(await(first)).isEqualTo(1);
        await(db.execute("INSERT INTO t(id) VALUES (1)"));
        assertThat(count()).isEqualTo(1);
    }

    @Test
    void foreignKeysAreEnforced() throws Exception {
        await(db.executeScript("DROP TABLE IF EXISTS child; CREATE TABLE child(t INTEGER REFERENCES t(id))"));

        assertThatThrownBy(() -> await(db.execute("INSERT INTO child(t) VALUES (99)")))
                .hasCauseInstanceOf(ConstraintException.class);
    }

    @Test
    void vacuumAttachAndCheckpointsAreRefused() {
        for (String sql : List.of("VACUUM", "ATTACH 'x.db' AS x", "PRAGMA wal_checkpoint(TRUNCATE)")) {
            assertThatThrownBy(() -> await(db.withConnection(connection -> connection.execute(sql))))
                    .hasMessageContaining("cluster");
        }
        assertThat(cluster.isAlive(cluster.leader())).isTrue();
    }

    @Test
    void transactionOfALostLeaderIsRolledBackAndTheNextSucceeds() throws Exception {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        CompletableFuture<Void> killed = new CompletableFuture<>();
        CompletableFuture<?> lost = db.inTransaction(transaction -> transaction
                .execute("INSERT INTO t(id) VALUES (1)")
                .thenAccept(done -> begun.complete(null))
                .thenCompose(done -> killed)
                .thenCompose(done -> transaction.execute("INSERT INTO t(id) VALUES (2)")));
        await(begun);
        int leader = cluster.leader();
        cluster.kill(leader);
        killed.complete(null);

        assertThatThrownBy(() -> await(lost)).isNotNull();
        await(db.execute("INSERT INTO t(id) VALUES (3)"));
        assertThat(await(db.query("SELECT id FROM t").map(row -> row.getLong(0)).list()))
                .containsExactly(3L);
        cluster.start(leader);
        cluster.awaitFollowing(leader);
    }
}
