package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactories;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What tests have in common: a factory of a file with a table {@code t(k INTEGER PRIMARY KEY, v TEXT)}, and a connection. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class OpenFactory {

    @TempDir
    Path directory;

    SqliteConnectionFactory factory;
    Connection connection;
    private final List<SqliteConnectionFactory> factories = new ArrayList<>();

    @BeforeEach
    void open() {
        factory = factory("");
        connection = Sql.await(factory.create());
        Sql.await(Sql.update(connection, "CREATE TABLE t (k INTEGER PRIMARY KEY, v TEXT)"));
    }

    @AfterEach
    void close() {
        factories.forEach(each -> each.close().block(Sql.LONG));
    }

    /** Makes a factory of the test's file with further options, {@code a=1&b=2}. */
    SqliteConnectionFactory factory(String options) {
        return factoryOf("r2dbc:sqlite:///" + directory.resolve("test.db") + "?engine=" + TestEngine.choice()
                + (options.isEmpty() ? "" : "&" + options));
    }

    SqliteConnectionFactory factoryOf(String url) {
        return factoryOf(ConnectionFactoryOptions.parse(url));
    }

    SqliteConnectionFactory factoryOf(ConnectionFactoryOptions options) {
        SqliteConnectionFactory made = (SqliteConnectionFactory) ConnectionFactories.get(options);
        factories.add(made);
        return made;
    }

    Connection connect() {
        return Sql.await(factory.create());
    }

    AsyncSqlite database() {
        return factory.unwrap();
    }

    List<Object> keys() {
        return Sql.all(Sql.query(connection, "SELECT k FROM t ORDER BY k"));
    }

    /** Keeps the writing connection busy until the latch is opened. */
    CountDownLatch holdWriter() {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch open = new CountDownLatch(1);
        database().write(lent -> {
            entered.countDown();
            Sql.await(open);
            return null;
        });
        Sql.await(entered);
        return open;
    }
}
