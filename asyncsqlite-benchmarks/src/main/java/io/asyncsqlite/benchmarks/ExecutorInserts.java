package io.asyncsqlite.benchmarks;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The usual hand-written solution: one connection, one prepared statement, one executor thread, autocommit. */
@SuppressWarnings("NullAway.Init")
public class ExecutorInserts extends PipelinedInserts {

    private ExecutorService executor;
    private Connection connection;
    private PreparedStatement statement;

    @Override
    void open(Path file) throws SQLException {
        executor = Executors.newSingleThreadExecutor();
        connection = Jdbc.open(file);
        statement = connection.prepareStatement(INSERT);
    }

    @Override
    String pragma(String name) throws SQLException {
        return Jdbc.pragma(connection, name);
    }

    @Override
    CompletableFuture<?> insert(int k, String body) {
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

    @Override
    void insertAndWait(int k, String body) throws InterruptedException, ExecutionException {
        executor.submit(() -> run(k, body)).get();
    }

    private int run(int k, String body) throws SQLException {
        statement.setInt(1, k);
        statement.setString(2, body);
        return statement.executeUpdate();
    }

    @Override
    void close() throws SQLException {
        executor.shutdown();
        connection.close();
    }
}
