package io.asyncsqlite;

import static io.asyncsqlite.Authorizer.Decision.ALLOW;
import static io.asyncsqlite.Authorizer.Decision.DENY;
import static io.asyncsqlite.Authorizer.Decision.IGNORE;
import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.asyncsqlite.Authorizer.Action;
import io.asyncsqlite.Authorizer.Request;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.internal.session.CursorHandle;
import io.asyncsqlite.testing.ConnectedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

@EnabledIfSystemProperty(
        named = TestEngine.PROPERTY,
        matches = "foreign",
        disabledReason = "only the foreign engine asks an authorizer")
@Timeout(60)
class AuthorizerTests extends ConnectedDatabase {

    private final List<Request> requests = new ArrayList<>();

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(directory.resolve("app.db"));
        connection = await(db.connect());
        await(connection.execute("CREATE TABLE t(k INTEGER PRIMARY KEY, body TEXT)"));
        await(connection.execute("INSERT INTO t VALUES (1, 'one')"));
    }

    @Test
    void authorizerSeesTheActionsOfAStatement() throws Exception {
        await(connection.execute("CREATE VIEW v AS SELECT k FROM t"));
        authorize(ALLOW);

        await(connection.query("SELECT max(k) FROM v").list());
        await(connection.execute("UPDATE t SET body = 'x'"));
        await(connection.execute("CREATE TEMP TABLE x(y)"));
        await(connection.execute("PRAGMA user_version = 7"));
        await(connection.execute("ATTACH ':memory:' AS other"));

        assertThat(requests)
                .contains(
                        new Request(Action.SELECT, null, null, null, null),
                        new Request(Action.READ, "t", "k", "main", "v"),
                        new Request(Action.FUNCTION, null, "max", null, null),
                        new Request(Action.UPDATE, "t", "body", "main", null),
                        new Request(Action.CREATE_TEMP_TABLE, "x", null, "temp", null),
                        new Request(Action.PRAGMA, "user_version", "7", null, null),
                        new Request(Action.ATTACH, ":memory:", null, null, null))
                .noneMatch(request -> request.action() == Action.UNKNOWN);
    }

    @Test
    void authorizerRunsOnTheConnectionsThread() throws Exception {
        AtomicReference<String> thread = new AtomicReference<>();
        await(connection.setAuthorizer(request -> {
            thread.set(Thread.currentThread().getName());
            return ALLOW;
        }));

        await(connection.query("SELECT k FROM t").list());

        assertThat(thread).hasValue("asyncsqlite-connection-1-app.db");
    }

    @Test
    void deniedStatementFailsAndIsNotExecuted() throws Exception {
        await(connection.setAuthorizer(request -> request.action() == Action.DELETE ? DENY : ALLOW));

        assertThat(failureOf(connection.execute("DELETE FROM t")))
                .isInstanceOfSatisfying(
                        StatementException.class,
                        denied -> assertThat(denied.code().primary()).isEqualTo(23))
                .hasMessageContaining("not authorized (SQLITE_AUTH");
        assertThat(failureOf(connection.executeScript("INSERT INTO t VALUES (2, 'two'); DELETE FROM t")))
                .isInstanceOf(StatementException.class);
        assertThat(bodies()).containsExactly("one");
    }

    @Test
    void aColumnThatIsIgnoredReadsAsNullUntilTheAuthorizerIsRemoved() throws Exception {
        RowQuery query = connection.query("SELECT body FROM t");
        assertThat(await(query.one()).get(0)).isEqualTo("one");
        await(connection.setAuthorizer(request -> "body".equals(request.second()) ? IGNORE : ALLOW));
        assertThat(await(query.one()).get(0)).isNull();

        await(connection.setAuthorizer(null));

        assertThat(await(query.one()).get(0)).isEqualTo("one");
    }

    @Test
    void asksAgainAboutStatementsThatWereCompiledBefore() throws Exception {
        bodies();
        for (int i = 0; i < 2; i++) {
            authorize(ALLOW);
            bodies();
            bodies();
            assertThat(requests)
                    .filteredOn(request -> request.action() == Action.SELECT)
                    .hasSize(1);
            requests.clear();
        }
    }

    @Test
    void authorizersExceptionIsTheCause() throws Exception {
        Throwable reason = new AssertionError("expected");
        await(connection.setAuthorizer(request -> {
            throw new IllegalStateException(reason);
        }));

        assertThat(failureOf(connection.execute("DELETE FROM t")))
                .isInstanceOf(StatementException.class)
                .hasRootCause(reason);
        await(connection.setAuthorizer(null));
        assertThat(bodies()).containsExactly("one");
    }

    @Test
    void authorizerCannotWaitForTheConnection() throws Exception {
        AtomicReference<Throwable> refusal = new AtomicReference<>();
        await(connection.setAuthorizer(request -> {
            refusal.set(catchThrowable(() -> connection.totalChanges().join()));
            return ALLOW;
        }));

        bodies();

        assertThat(refusal.get()).isInstanceOf(DatabaseThreadException.class);
        await(connection.setAuthorizer(null));
    }

    @Test
    void authorizerCannotMakeACommitDoNothing() throws Exception {
        await(connection.begin());
        await(connection.execute("INSERT INTO t VALUES (2, 'two')"));
        await(connection.setAuthorizer(request -> IGNORE));

        await(connection.commit());

        assertThat(await(db.query("SELECT body FROM t").mapTo(String.class).list()))
                .containsExactly("one", "two");
    }

    @Test
    void batchesAndNestedTransactionsKeepTheirSavepoints() throws Exception {
        authorize(ALLOW);

        assertThat(failureOf(connection.executeMany("INSERT INTO t VALUES (?, 'x')", List.of(List.of(2), List.of(2)))))
                .isInstanceOf(ConstraintException.class);
        await(connection.begin());
        assertThat(failureOf(connection.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (3, 'x')")
                        .thenCompose(done -> CompletableFuture.failedFuture(new IllegalStateException("expected"))))))
                .hasMessageContaining("expected");
        await(connection.commit());

        assertThat(bodies()).containsExactly("one");
    }

    @Test
    void settingAnAuthorizerReadsOpenCursorsFirst() throws Exception {
        await(connection.executeMany(
                "INSERT INTO t VALUES (NULL, ?)", java.util.Collections.nCopies(500, List.of("x"))));
        Cursor cursor = await(connection.cursor("SELECT body FROM t"));

        await(connection.setAuthorizer(request -> IGNORE));

        assertThat(((CursorHandle) cursor).rows().isRunning()).isFalse();
        assertThat(await(cursor.fetchAll())).hasSize(501).allMatch(row -> row.get(0) != null);
    }

    @Test
    void authorizerIsGoneWithTheConnectionAlsoInMemory() throws Exception {
        try (AsyncSqlite memory = AsyncSqlite.inMemory()) {
            AsyncConnection lent = await(memory.connect());
            await(lent.setAuthorizer(request -> DENY));
            assertThat(failureOf(lent.execute("CREATE TABLE x(y)"))).isInstanceOf(StatementException.class);
            lent.close();

            await(memory.execute("CREATE TABLE x(y)"));
        }
    }

    private void authorize(Authorizer.Decision decision) throws Exception {
        await(connection.setAuthorizer(request -> {
            requests.add(request);
            return decision;
        }));
    }

    private List<String> bodies() throws Exception {
        return await(connection
                .query("SELECT body FROM t ORDER BY k")
                .mapTo(String.class)
                .list());
    }
}
