package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import io.asyncsqlite.testing.DefinedDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ScalarFunctionTests extends DefinedDatabase {

    @Test
    void everyStorageClassCrossesBothWays() throws Exception {
        open(SqlFunction.scalar("same", 1, arguments -> arguments.get(0)));

        for (Object value : List.of(
                0L,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                1.5,
                -0.0,
                Double.MAX_VALUE,
                "",
                "x",
                "a\0b",
                "\uD83D\uDE00 \u00e9",
                "x".repeat(100_000))) {
            assertThat(one("SELECT same(?)", value)).isEqualTo(value);
        }
        assertThat(one("SELECT same(NULL)")).isNull();
        for (byte[] bytes : List.of(new byte[0], new byte[] {0, -1, 7}, new byte[100_000])) {
            assertThat((byte[]) one("SELECT same(?)", (Object) bytes)).isEqualTo(bytes);
            assertThat(one("SELECT typeof(same(?))", (Object) bytes)).isEqualTo("blob");
        }
    }

    @Test
    void textsCrossInADatabaseOfUtf16() throws Exception {
        try (EngineConnection creator = TestEngine.get()
                .open(new OpenRequest(TestEngine.newFile(directory, "app.db"), false, times -> false))) {
            creator.executeScript("PRAGMA encoding = 'UTF-16le'; CREATE TABLE t(k)");
        }
        open(SqlFunction.scalar("twice", String.class, text -> text + text));

        assertThat(one("SELECT twice(?)", "\uD83D\uDE00\u00e9\0"))
                .isEqualTo("\uD83D\uDE00\u00e9\0\uD83D\uDE00\u00e9\0");
        assertThat(one("SELECT twice(lower('AB')) || twice('')")).isEqualTo("abab");
    }

    @Test
    void malformedTextIsReadAsBytesOnly() throws Exception {
        open(
                SqlFunction.scalar("size", byte[].class, bytes -> bytes.length),
                SqlFunction.scalar("text", String.class, text -> text));

        assertThat(one("SELECT size(CAST(x'61ff' AS TEXT))")).isEqualTo(2L);
        assertThat(failureOf(db.query("SELECT text(CAST(x'61ff' AS TEXT))").one()))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("argument 0 cannot be read as String");
    }

    @Test
    void aResultWithALoneSurrogateFails() throws Exception {
        open(SqlFunction.scalar("lone", 0, arguments -> "x\uD83D"));

        assertThat(failureOf(db.query("SELECT lone()").one()))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("function 'lone'")
                .hasMessageContaining("lone surrogate");
    }

    @Test
    void codecsConvertArgumentsAndResults() throws Exception {
        UUID id = UUID.randomUUID();
        open(
                SqlFunction.scalar("next", UUID.class, uuid -> new UUID(uuid.getMostSignificantBits(), 7)),
                SqlFunction.scalar("plus", Integer.class, Integer.class, Integer::sum));

        assertThat(one("SELECT next(?)", id)).isEqualTo(new UUID(id.getMostSignificantBits(), 7).toString());
        assertThat(one("SELECT plus(40, 2)")).isEqualTo(42L);
        assertThat(one("SELECT plus(40, NULL)")).isNull();
        assertThat(failureOf(db.query("SELECT plus(40, 3000000000)").one()))
                .isInstanceOf(StatementException.class)
                .hasMessageContaining("argument 1 cannot be read as Integer");
        assertThat(failureOf(db.query("SELECT plus('x', 1)").one())).hasMessageContaining("needs INTEGER, is TEXT");
    }

    @Test
    void aResultWithoutACodecFails() throws Exception {
        open(SqlFunction.scalar("odd", 0, arguments -> new Object()));

        assertThat(failureOf(db.query("SELECT odd()").one())).hasMessageContaining("no codec for java.lang.Object");
    }

    @Test
    void everyConnectionHasTheFunction() throws Exception {
        open(SqlFunction.scalar("one", 0, arguments -> 1));

        assertThat(one("SELECT one()")).isEqualTo(1L);
        await(db.execute("CREATE TABLE t(k)"));
        await(db.execute("INSERT INTO t VALUES (one())"));
        await(db.executeScript("INSERT INTO t VALUES (one())"));
        Long read = await(db.read(c -> c.query("SELECT one()").one().getLong(0)));
        assertThat(read).isEqualTo(1L);
        await(db.withConnection(c -> c.execute("INSERT INTO t VALUES (one())")));
        await(db.inTransaction(tx -> tx.execute("INSERT INTO t VALUES (one())")));
        assertThat(await(db.inTransaction(
                                TransactionMode.READ_ONLY,
                                tx -> tx.query("SELECT sum(one()) FROM t").one()))
                        .getLong(0))
                .isEqualTo(4L);
    }

    @Test
    void namesAreOverloadedByTheNumberOfArguments() throws Exception {
        open(
                SqlFunction.scalar("f", 0, arguments -> "none"),
                SqlFunction.scalar("F", 1, arguments -> "one"),
                SqlFunction.scalar("f", SqlFunction.ANY_NUMBER, arguments -> arguments.count()));

        assertThat(one("SELECT f() || f(1) || f(1, 2)")).isEqualTo("noneone2");
        assertThat(one("SELECT f(" + "1,".repeat(99) + "1)")).isEqualTo(100L);
    }

    @Test
    void anExceptionFailsTheStatementAndIsItsCause() throws Exception {
        IllegalStateException reason = new IllegalStateException("secret");
        open(SqlFunction.scalar("fail", 1, arguments -> {
            throw reason;
        }));
        await(db.execute("CREATE TABLE t(k)"));

        Throwable failure = failureOf(db.execute("INSERT INTO t VALUES (1), (fail(2))"));

        assertThat(failure)
                .isInstanceOf(StatementException.class)
                .hasRootCause(reason)
                .hasMessageContaining("function 'fail' threw java.lang.IllegalStateException")
                .hasMessageNotContaining("secret");
        assertThat(one("SELECT count(*) FROM t")).isEqualTo(0L);
        assertThat(failureOf(db.executeScript("INSERT INTO t VALUES (1); INSERT INTO t VALUES (fail(2))")))
                .hasRootCause(reason);
        assertThat(failureOf(db.executeMany("INSERT INTO t VALUES (fail(?))", List.of(List.of(1)))))
                .hasRootCause(reason);
        assertThat(failureOf(db.query("SELECT fail(1)").list())).hasRootCause(reason);
        assertThat(failureOf(db.query("SELECT missing(1)").list())).hasMessageContaining("no such function: missing");
    }

    @Test
    void anErrorFailsTheStatementAndIsItsCause() throws Exception {
        AtomicReference<Error> thrown = new AtomicReference<>();
        open(SqlFunction.scalar("fail", 0, arguments -> {
            throw thrown.get();
        }));

        for (Error error : List.of(new AssertionError("x"), new StackOverflowError(), new LinkageError())) {
            thrown.set(error);
            assertThat(failureOf(db.query("SELECT fail()").list()))
                    .isInstanceOf(StatementException.class)
                    .hasRootCause(error);
        }
        assertThat(one("SELECT 1")).isEqualTo(1L);
    }

    @Test
    void onlyTheFailedMemberOfAGroupFails() throws Exception {
        open(SqlFunction.scalar("odd", Long.class, value -> {
            if (value % 2 == 0) {
                throw new IllegalStateException("even");
            }
            return value;
        }));
        await(db.execute("CREATE TABLE t(k)"));

        List<CompletableFuture<WriteResult>> writes = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            writes.add(db.execute("INSERT INTO t VALUES (odd(?))", i));
        }

        for (int i = 0; i < 200; i++) {
            Throwable failure = failureOf(writes.get(i));
            if (i % 2 == 0) {
                assertThat(failure).hasRootCauseMessage("even");
            } else {
                assertThat(failure).isNull();
            }
        }
        assertThat(one("SELECT count(*) FROM t")).isEqualTo(100L);
    }

    @Test
    void aDeterministicFunctionWorksInAnIndexAndAGeneratedColumn() throws Exception {
        AtomicInteger calls = new AtomicInteger();
        SqlFunction slug = SqlFunction.scalar("slug", String.class, text -> {
                    calls.incrementAndGet();
                    return text.toLowerCase(java.util.Locale.ROOT).replace(' ', '-');
                })
                .deterministic()
                .innocuous();
        open(slug);
        await(db.executeScript("CREATE TABLE t(title, s AS (slug(title)) STORED);"
                + " CREATE INDEX i ON t(slug(title)); INSERT INTO t(title) VALUES ('A b'), ('C d')"));

        calls.set(0);
        assertThat(one("SELECT title FROM t WHERE slug(title) = 'c-d'")).isEqualTo("C d");
        assertThat(calls).hasValue(0);
        assertThat(one("SELECT group_concat(s) FROM t")).isEqualTo("a-b,c-d");
        db.close();
        open(slug);
        assertThat(one("SELECT title FROM t WHERE slug(title) = 'a-b'")).isEqualTo("A b");
        assertThat(one("PRAGMA integrity_check")).isEqualTo("ok");
    }

    @Test
    void flagsKeepFunctionsOutOfTheSchema() throws Exception {
        open(
                SqlFunction.scalar("plain", 0, arguments -> 1),
                SqlFunction.scalar("random_like", 1, arguments -> 1).innocuous(),
                SqlFunction.scalar("direct", 1, arguments -> 1).deterministic().directOnly());
        await(db.execute("CREATE TABLE t(k)"));

        assertThat(failureOf(db.execute("CREATE INDEX i ON t(random_like(k))")))
                .hasMessageContaining("non-deterministic functions prohibited");
        await(db.execute("CREATE VIEW v AS SELECT plain()"));
        await(db.execute("CREATE VIEW w AS SELECT direct(1)"));
        assertThat(failureOf(db.query("SELECT * FROM v").list()))
                .hasMessageContaining("unsafe use of plain()")
                .hasMessageContaining("SqlFunction.innocuous");
        db.close();
        open(
                options().trustedSchema(true),
                SqlFunction.scalar("plain", 0, arguments -> 1),
                SqlFunction.scalar("direct", 1, arguments -> 1).directOnly());
        assertThat(one("SELECT * FROM v")).isEqualTo(1L);
        assertThat(failureOf(db.query("SELECT * FROM w").list())).hasMessageContaining("unsafe use of direct()");
        assertThat(one("SELECT direct(1)")).isEqualTo(1L);
    }

    @Test
    void aDefaultMakesARandomUuid() throws Exception {
        open(SqlFunction.genRandomUuid());
        await(db.execute("CREATE TABLE t(id TEXT PRIMARY KEY DEFAULT (gen_random_uuid()), k INTEGER) WITHOUT ROWID"));

        await(db.execute("INSERT INTO t(k) VALUES (1), (2)"));

        List<UUID> ids = await(db.query("SELECT id FROM t").mapTo(UUID.class).list());
        assertThat(ids).doesNotHaveDuplicates().hasSize(2).allMatch(id -> id.version() == 4);
    }

    @Test
    void aFunctionReplacesOneOfSqlite() throws Exception {
        open(SqlFunction.scalar("lower", String.class, text -> "mine"));

        assertThat(one("SELECT lower('X')")).isEqualTo("mine");
    }

    @Test
    void aFunctionCannotUseItsConnectionOrWait() throws Exception {
        AtomicReference<SyncConnection> lent = new AtomicReference<>();
        open(
                SqlFunction.scalar(
                        "inside",
                        0,
                        arguments -> lent.get().query("SELECT 1").one().getLong(0)),
                SqlFunction.scalar(
                        "waits", 0, arguments -> db.execute("SELECT 1").join()));

        assertThat(failureOf(db.read(c -> {
                    lent.set(c);
                    return c.query("SELECT inside()").list();
                })))
                .hasRootCauseInstanceOf(IllegalStateException.class);
        assertThat(failureOf(db.query("SELECT waits()").list())).hasRootCauseInstanceOf(DatabaseThreadException.class);
    }

    @Test
    void badDefinitionsAreRefused() {
        SqlFunction.Scalar body = arguments -> 1;
        assertThatThrownBy(() -> SqlFunction.scalar(" ", 1, body)).hasMessageContaining("not blank");
        assertThatThrownBy(() -> SqlFunction.scalar("a\0b", 1, body)).hasMessageContaining("no NUL");
        assertThatThrownBy(() -> SqlFunction.scalar("x".repeat(256), 1, body)).hasMessageContaining("255 bytes");
        assertThatThrownBy(() -> SqlFunction.scalar("f", 101, body)).hasMessageContaining("0 to 100 arguments");
        assertThatThrownBy(() -> SqlFunction.scalar("f", -2, body)).hasMessageContaining("was -2");
        assertThatThrownBy(() -> SqlFunction.scalar("f", 1, (SqlFunction.Scalar) null))
                .isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> options()
                        .define(SqlFunction.scalar("f", 1, body))
                        .define(SqlFunction.scalar("F", 1, body))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("define was called twice for function 'F' with 1 arguments");
    }
}
