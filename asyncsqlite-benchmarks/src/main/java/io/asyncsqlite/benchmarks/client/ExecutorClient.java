package io.asyncsqlite.benchmarks.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** One connection, one prepared statement, one executor thread, autocommit. */
final class ExecutorClient implements Client {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final Connection connection;
    private final PreparedStatement statement;

    ExecutorClient(Target target) throws SQLException {
        connection = Pragmas.open(target, Pragmas.Role.WRITER);
        statement = connection.prepareStatement(Tables.INSERT);
    }

    @Override
    public String pragma(String name) throws SQLException {
        return Tables.text(connection, "PRAGMA " + name);
    }

    @Override
    public CompletableFuture<?> nothing() {
        return CompletableFuture.runAsync(() -> {}, executor);
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        run(k, body);
                    } catch (SQLException e) {
                        throw new CompletionException(e);
                    }
                },
                executor);
    }

    private int run(int k, String body) throws SQLException {
        statement.setInt(1, k);
        statement.setString(2, body);
        return statement.executeUpdate();
    }

    @Override
    public Session session() {
        return new Session() {

            @Override
            public void insert(int k, String body) throws InterruptedException, ExecutionException {
                executor.submit(() -> run(k, body)).get();
            }

            @Override
            public void close() {
                // Intentionally nothing: the executor belongs to the client.
            }
        };
    }

    @Override
    public void close() throws SQLException {
        executor.shutdown();
        connection.close();
    }
}
