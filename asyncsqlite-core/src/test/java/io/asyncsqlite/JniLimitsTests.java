package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;
import static io.asyncsqlite.testing.Futures.failureOf;
import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.testing.Collector;
import io.asyncsqlite.testing.ConnectedDatabase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The JNI engine refuses features of the foreign engine, with a message that names that engine. */
@Timeout(60)
class JniLimitsTests extends ConnectedDatabase {

    private static final String NEEDS = "needs the foreign engine: JDK 22 or newer and SqliteOptions.engine FOREIGN";

    @BeforeEach
    void open() throws Exception {
        db = AsyncSqlite.open(SqliteOptions.file(directory.resolve("app.db"))
                .engine(EngineChoice.JNI)
                .build());
        connection = await(db.connect());
    }

    @Test
    void anAuthorizerIsRefused() throws Exception {
        assertThat(failureOf(connection.setAuthorizer(request -> Authorizer.Decision.ALLOW)))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("An authorizer " + NEEDS);
        await(connection.execute("CREATE TABLE t(k)"));
    }

    @Test
    void blobsInPlaceAreRefused() throws Exception {
        BlobLocation location = BlobLocation.of("t", "body", 1);
        await(connection.executeScript("CREATE TABLE t(body); INSERT INTO t VALUES (x'00')"));
        await(connection.begin());
        for (BlobMode mode : BlobMode.values()) {
            assertThat(failureOf(connection.openBlob(location, mode)))
                    .isInstanceOf(UnsupportedOperationException.class)
                    .hasMessageStartingWith("Reading and writing a blob in place " + NEEDS);
        }
        await(connection.execute("INSERT INTO t VALUES (x'01')"));
        await(connection.commit());
        assertThat(failureOf(Collector.collect(db.streamBlob(location))))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThat(await(db.query("SELECT count(*) FROM t").mapTo(Long.class).one()))
                .isEqualTo(2);
    }

    @Test
    void aTraceIsRefused() throws Exception {
        assertThat(failureOf(connection.setTrace(new StatementTrace() {})))
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageStartingWith("A trace " + NEEDS);
    }
}
