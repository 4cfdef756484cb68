package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.testing.DefinedDatabase;
import java.lang.ref.WeakReference;
import java.util.Comparator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DefineTests extends DefinedDatabase {

    private static SqlFunction answer(Object value) {
        return SqlFunction.scalar("answer", 0, arguments -> value);
    }

    @Test
    void aFunctionIsDefinedReplacedAndRemovedOnAllConnections() throws Exception {
        open();
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(failureOf(db.query("SELECT answer()").one())).hasMessageContaining("no such function");
            for (long value = 1; value <= 3; value++) {
                await(db.define(answer(value)));
                assertThat(one("SELECT answer()")).isEqualTo(value);
                assertThat(await(connection.query("SELECT answer()").one()).get(0))
                        .isEqualTo(value);
                long expected = value;
                Object written =
                        await(db.write(c -> c.query("SELECT answer()").one().get(0)));
                assertThat(written).isEqualTo(expected);
            }
            await(db.undefine(answer(0)));

            assertThat(failureOf(db.query("SELECT answer()").one())).isInstanceOf(StatementException.class);
            assertThat(failureOf(connection.query("SELECT answer()").one())).isInstanceOf(StatementException.class);
        }
        db.blocking().define(answer("again"));
        assertThat(one("SELECT answer()")).isEqualTo("again");
        db.blocking().undefine(answer(0));
        assertThat(failureOf(db.query("SELECT answer()").one())).isInstanceOf(StatementException.class);
    }

    @Test
    void anOverloadIsFoundByStatementsThatWereCompiledBefore() throws Exception {
        open();
        await(db.define(SqlFunction.scalar("f", SqlFunction.ANY_NUMBER, arguments -> "any")));
        assertThat(one("SELECT f(1)")).isEqualTo("any");

        await(db.define(SqlFunction.scalar("f", 1, arguments -> "one")));

        assertThat(one("SELECT f(1)")).isEqualTo("one");
    }

    @Test
    void aCollationIsDefinedReplacedAndRemoved() throws Exception {
        open();
        String sorted = "SELECT max(column1 COLLATE mine) FROM (VALUES ('a'), ('b'))";
        await(db.define(new SqlCollation("mine", Comparator.naturalOrder())));
        assertThat(one(sorted)).isEqualTo("b");
        await(db.define(new SqlCollation("MINE", Comparator.reverseOrder())));
        assertThat(one(sorted)).isEqualTo("a");

        await(db.undefine(new SqlCollation("mine", Comparator.naturalOrder())));

        assertThat(failureOf(db.query(sorted).one())).hasMessageContaining("no such collation sequence: mine");
    }

    @Test
    void aTransactionWithAnOpenCursorKeepsItsFunctions() throws Exception {
        open();
        await(db.define(answer("old")));
        try (AsyncConnection connection = await(db.connect())) {
            await(connection.begin(TransactionMode.DEFERRED));
            Cursor cursor = await(
                    connection.cursor("WITH RECURSIVE n(i) AS (VALUES (1) UNION ALL SELECT i + 1 FROM n WHERE i < 1000)"
                            + " SELECT answer() || i FROM n"));
            await(db.define(answer("new")));

            assertThat(one("SELECT answer()")).isEqualTo("new");
            assertThat(await(connection.query("SELECT answer()").one()).get(0)).isEqualTo("old");
            assertThat(await(cursor.fetchAll())).hasSize(1000);
            cursor.close();
            assertThat(await(connection.query("SELECT answer()").one()).get(0)).isEqualTo("new");
            await(connection.commit());
        }
    }

    @Test
    void inMemoryTheOneConnectionHasTheFunctions() throws Exception {
        db = AsyncSqlite.open(
                SqliteOptions.memory().name("app.db").define(answer(42)).build());
        assertThat(one("SELECT answer()")).isEqualTo(42L);
        await(db.define(SqlFunction.scalar("other", 0, arguments -> 1)));
        try (AsyncConnection connection = await(db.connect())) {
            assertThat(await(connection.query("SELECT answer() + other()").one())
                            .get(0))
                    .isEqualTo(43L);
        }
    }

    @Test
    void whatCannotBeGivenBackIsRefused() throws Exception {
        open(answer(1));

        assertThat(failureOf(db.define(SqlFunction.scalar("ANSWER", 3, arguments -> 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the options define it");
        assertThat(failureOf(db.define(SqlFunction.scalar("Lower", 1, arguments -> 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SQLite has a function of this name");
        assertThat(failureOf(db.undefine(SqlFunction.scalar("it's", 1, arguments -> 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is not defined");
        assertThatThrownBy(() -> db.define(null)).isInstanceOf(NullPointerException.class);
        assertThat(one("SELECT answer() || lower('A')")).isEqualTo("1a");
    }

    @Test
    void aReplacedFunctionCanBeCollected() throws Exception {
        open(options().readers(1));
        Object held = new Object();
        WeakReference<Object> reference = new WeakReference<>(held);
        await(db.define(SqlFunction.scalar("f", 0, capturing(held))));
        await(db.define(new SqlCollation("c", comparing(held))));
        one("SELECT f()");
        await(db.define(SqlFunction.scalar("f", 0, arguments -> 1)));
        await(db.undefine(new SqlCollation("c", Comparator.naturalOrder())));
        one("SELECT f()");
        held = null;

        while (reference.get() != null) {
            System.gc();
        }
        assertThat(one("SELECT f()")).isEqualTo(1L);
    }

    private static SqlFunction.Scalar capturing(Object held) {
        return arguments -> held.hashCode();
    }

    private static Comparator<String> comparing(Object held) {
        return (left, right) -> held.hashCode() - held.hashCode() + left.compareTo(right);
    }
}
