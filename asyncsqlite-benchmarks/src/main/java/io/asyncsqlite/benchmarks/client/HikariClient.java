package io.asyncsqlite.benchmarks.client;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** HikariCP as a program uses it: each operation takes a connection and prepares its statements. */
final class HikariClient implements Client {

    /** As many as a server has for requests that wait. */
    private static final int THREADS = 64;

    private final HikariDataSource pool;

    /** Runs the operations of callers that do not block. */
    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);

    /** Opens a pool of that many connections. */
    HikariClient(Target target, int connections) {
        pool = pool(target, connections);
    }

    static HikariDataSource pool(Target target, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Pragmas.url(target));
        config.setDataSourceProperties(Pragmas.properties(target, Pragmas.Role.WRITER));
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    @Override
    public String pragma(String name) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Tables.text(connection, "PRAGMA " + name);
        }
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        new Borrowing().insert(k, body);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    @Override
    public Session session() {
        return new Borrowing();
    }

    @Override
    public void close() {
        threads.shutdown();
        pool.close();
    }

    /** What is done with a borrowed connection. */
    @FunctionalInterface
    private interface Operation {

        void run(JdbcWork work) throws SQLException;
    }

    private final class Borrowing implements Session {

        private long retries;

        @Override
        public void insert(int k, String body) throws SQLException {
            runUntilNotBusy(work -> work.insert(k, body));
        }

        @Override
        public Item item(long id) throws SQLException {
            try (JdbcWork work = borrow()) {
                return work.item(id);
            }
        }

        @Override
        public void transaction(int number) throws SQLException {
            runUntilNotBusy(work -> work.transaction(number));
        }

        private void runUntilNotBusy(Operation operation) throws SQLException {
            while (!run(operation)) {
                retries++;
            }
        }

        /** Returns false if SQLite was busy: nothing is changed then. */
        private boolean run(Operation operation) throws SQLException {
            try (JdbcWork work = borrow()) {
                operation.run(work);
                return true;
            } catch (SQLException e) {
                if (JdbcWork.isBusy(e)) {
                    return false;
                }
                throw e;
            }
        }

        private JdbcWork borrow() throws SQLException {
            return new JdbcWork(pool.getConnection());
        }

        @Override
        public long retries() {
            return retries;
        }

        @Override
        public void close() {
            // Intentionally nothing: connections belong to the pool.
        }
    }
}
