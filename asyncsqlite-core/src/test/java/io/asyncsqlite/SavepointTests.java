package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.AppDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Named savepoints do what SQLite's do, in each kind of transaction. */
@Timeout(60)
class SavepointTests extends AppDatabase {

    /** Where a transaction can be open. */
    enum Kind {
        FUNCTION,
        HANDLE,
        CONNECTION,
        FUNCTION_ON_CONNECTION;

        /** Runs steps in a transaction, and commits it. */
        void run(AsyncSqlite db, Steps steps) throws Exception {
            switch (this) {
                case FUNCTION -> await(db.<Void>inTransaction(tx -> onItsOwnThread(() -> steps.run(tx, tx))));
                case HANDLE -> {
                    OpenTransaction tx = await(db.begin());
                    steps.run(tx, tx);
                    await(tx.commit());
                }
                case CONNECTION -> inConnection(db, connection -> steps.run(connection, connection));
                case FUNCTION_ON_CONNECTION ->
                    inConnection(
                            db,
                            connection -> await(
                                    connection.<Void>inTransaction(tx -> onItsOwnThread(() -> steps.run(tx, tx)))));
            }
        }

        private static void inConnection(AsyncSqlite db, ConnectionSteps steps) throws Exception {
            try (AsyncConnection connection = await(db.connect())) {
                await(connection.begin());
                steps.run(connection);
                await(connection.commit());
            }
        }

        private static CompletableFuture<Void> onItsOwnThread(Failing steps) {
            CompletableFuture<Void> done = new CompletableFuture<>();
            new Thread(() -> {
                        try {
                            steps.run();
                            done.complete(null);
                        } catch (Throwable e) {
                            done.completeExceptionally(e);
                        }
                    })
                    .start();
            return done;
        }
    }

    interface Steps {
        void run(AsyncOperations tx, SavepointOperations savepoints) throws Exception;
    }

    interface ConnectionSteps {
        void run(AsyncConnection connection) throws Exception;
    }

    interface Failing {
        void run() throws Exception;
    }

    private final List<Throwable> refusals = new ArrayList<>();

    @BeforeEach
    void forget() {
        refusals.clear();
    }

    @ParameterizedTest
    @EnumSource
    void rollingBackUndoesWhatCameSinceAndKeepsTheSavepoint(Kind kind) throws Exception {
        kind.run(db, (tx, savepoints) -> {
            insert(tx, 1);
            await(savepoints.savepoint("a"));
            insert(tx, 2);
            await(savepoints.rollbackTo("a"));
            insert(tx, 3);
            await(savepoints.rollbackTo("a"));
            insert(tx, 4);
            await(savepoints.release("a"));
            refusals.add(failureOf(savepoints.rollbackTo("a")));
            insert(tx, 5);
        });

        assertThat(keys()).containsExactly(1L, 4L, 5L);
        assertThat(refusals)
                .singleElement()
                .isInstanceOfSatisfying(
                        TransactionException.class,
                        unknown -> assertThat(unknown.outcome()).isEqualTo(Outcome.NOT_EXECUTED))
                .asString()
                .contains("'app.db'", "has no open savepoint 'a' on this level: the operation was not executed");
    }

    @ParameterizedTest
    @EnumSource
    void releasingAnOuterOneReleasesTheInnerOnes(Kind kind) throws Exception {
        kind.run(db, (tx, savepoints) -> {
            await(savepoints.savepoint("outer"));
            await(savepoints.savepoint("middle"));
            await(savepoints.savepoint("inner"));
            insert(tx, 1);
            await(savepoints.release("middle"));
            refusals.add(failureOf(savepoints.release("inner")));
            insert(tx, 2);
            await(savepoints.rollbackTo("outer"));
            insert(tx, 3);
        });

        assertThat(keys()).containsExactly(3L);
        assertThat(refusals).singleElement().isInstanceOf(TransactionException.class);
    }

    @ParameterizedTest
    @EnumSource
    void rollingBackToAnOuterOneEndsTheInnerOnes(Kind kind) throws Exception {
        kind.run(db, (tx, savepoints) -> {
            await(savepoints.savepoint("outer"));
            await(savepoints.savepoint("inner"));
            await(savepoints.rollbackTo("outer"));
            refusals.add(failureOf(savepoints.release("inner")));
            insert(tx, 1);
        });

        assertThat(keys()).containsExactly(1L);
        assertThat(refusals).singleElement().isInstanceOf(TransactionException.class);
    }

    @ParameterizedTest
    @EnumSource
    void latestSavepointOfANameIsMeantInAnyCase(Kind kind) throws Exception {
        kind.run(db, (tx, savepoints) -> {
            await(savepoints.savepoint("Same"));
            insert(tx, 1);
            await(savepoints.savepoint("sAME"));
            insert(tx, 2);
            await(savepoints.rollbackTo("SAME"));
            await(savepoints.release("same"));
            insert(tx, 3);
            await(savepoints.savepoint("Ä"));
            refusals.add(failureOf(savepoints.rollbackTo("ä")));
        });

        assertThat(keys()).containsExactly(1L, 3L);
        assertThat(refusals).singleElement().isInstanceOf(TransactionException.class);
    }

    @ParameterizedTest
    @EnumSource
    void operationsNeedNotBeWaitedFor(Kind kind) throws Exception {
        kind.run(db, (tx, savepoints) -> {
            List<CompletableFuture<?>> all = List.of(
                    savepoints.savepoint("a"),
                    tx.execute("INSERT INTO t VALUES (1)"),
                    savepoints.rollbackTo("a"),
                    tx.execute("INSERT INTO t VALUES (2)"),
                    savepoints.release("a"));
            for (CompletableFuture<?> one : all) {
                await(one);
            }
        });

        assertThat(keys()).containsExactly(2L);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {" ", "a b", "\"", "'; DROP TABLE t; --", "select", "asyncsqlite_named_0", "\uD83D\uDE00", "1"})
    void anyNameWillDo(String name) throws Exception {
        OpenTransaction tx = await(db.begin());
        await(tx.savepoint(name));
        insert(tx, 1);
        await(tx.rollbackTo(name));
        await(tx.release(name));
        insert(tx, 2);
        await(tx.commit());

        assertThat(keys()).containsExactly(2L);
    }

    @Test
    void noNameIsRefused() throws Exception {
        OpenTransaction tx = await(db.begin());

        for (String name : List.of("", "a\0b")) {
            List<Function<String, CompletableFuture<Void>>> verbs = List.of(tx::savepoint, tx::rollbackTo, tx::release);
            for (Function<String, CompletableFuture<Void>> verb : verbs) {
                assertThat(failureOf(verb.apply(name)))
                        .isInstanceOf(InvalidStatementException.class)
                        .hasMessageStartingWith("The name of a savepoint must not be empty or hold NUL");
            }
        }
        await(tx.rollback());
    }

    @Test
    void libraryOwnedNameDoesNotDisturbNestedTransactions() throws Exception {
        await(db.<Void>inTransaction(tx -> tx.<Void>inTransaction(nested -> nested.savepoint("asyncsqlite_level_1")
                        .thenCompose(open -> nested.execute("INSERT INTO t VALUES (1)"))
                        .thenApply(inserted -> null))
                .thenCompose(ended -> tx.<Void>inTransaction(nested -> nested.execute("INSERT INTO t VALUES (2)")
                                .thenCompose(inserted -> CompletableFuture.failedFuture(new IllegalStateException())))
                        .exceptionally(undone -> null))));

        assertThat(keys()).containsExactly(1L);
    }

    @Test
    void savepointsEndWithTheirNestedTransaction() throws Exception {
        await(db.<Void>inTransaction(tx -> tx.savepoint("outer")
                .thenCompose(open -> tx.<Void>inTransaction(nested -> nested.rollbackTo("outer")
                        .handle((none, failure) -> refusals.add(failure))
                        .thenCompose(refused -> nested.savepoint("inner"))
                        .thenCompose(inner -> nested.execute("INSERT INTO t VALUES (1)"))
                        .thenApply(inserted -> null)))
                .thenCompose(ended -> tx.release("inner"))
                .handle((none, failure) -> refusals.add(failure))
                .thenCompose(refused -> tx.execute("INSERT INTO t VALUES (2)"))
                .thenCompose(inserted -> tx.rollbackTo("outer"))
                .thenCompose(undone -> tx.execute("INSERT INTO t VALUES (3)"))
                .thenApply(inserted -> null)));

        assertThat(keys()).containsExactly(3L);
        assertThat(refusals)
                .hasSize(2)
                .allSatisfy(refusal -> assertThat(refusal).hasMessageContaining("has no open savepoint"));
    }

    @Test
    void aConnectionNeedsATransactionAndForgetsSavepointsWithIt() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(failureOf(connection.savepoint("a")))
                    .isInstanceOf(TransactionException.class)
                    .hasMessage(
                            "Connection 1 of database 'app.db' has no open transaction for a savepoint: the operation"
                                    + " was not executed");
            for (boolean commits : new boolean[] {true, false}) {
                await(connection.begin());
                await(connection.savepoint("a"));
                await(commits ? connection.commit() : connection.rollback());
                await(connection.begin());
                assertThat(failureOf(connection.release("a"))).hasMessageContaining("has no open savepoint 'a'");
                await(connection.rollback());
            }
        }
    }

    @Test
    void aCursorKeepsItsRowsWhenTheConnectionRollsBackToASavepoint() throws Exception {
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin());
            await(connection.savepoint("a"));
            await(connection.execute(
                    "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i <"
                            + " 500) SELECT i FROM n"));
            Cursor cursor = await(connection.cursor("SELECT k FROM t"));
            await(connection.rollbackTo("a"));

            assertThat(await(cursor.fetchAll())).hasSize(500);
            await(connection.commit());
        }
        assertThat(keys()).isEmpty();
    }

    @Test
    void savepointsThatSqliteRolledBackAreUnknown() throws Exception {
        await(db.execute("CREATE UNIQUE INDEX once ON t(k)"));
        OpenTransaction tx = await(db.begin());
        await(tx.savepoint("a"));
        insert(tx, 1);
        assertThat(failureOf(tx.execute("INSERT OR ROLLBACK INTO t VALUES (1)")))
                .isInstanceOf(ConstraintException.class);

        assertThat(failureOf(tx.rollbackTo("a")))
                .isInstanceOf(TransactionException.class)
                .hasMessageContaining("SQLite rolled the transaction");
        assertThat(failureOf(tx.commit())).isInstanceOf(TransactionException.class);
        assertThat(keys()).isEmpty();
    }

    private static void insert(AsyncOperations where, long key) throws Exception {
        await(where.execute("INSERT INTO t VALUES (?)", key));
    }

    private List<Long> keys() throws Exception {
        return await(db.query("SELECT k FROM t ORDER BY k").mapTo(Long.class).list());
    }
}
