package io.asyncsqlite.benchmarks.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/** Group commit as a program writes it for itself. {@link Clients#GROUP_BY_HAND} says what it lacks. */
final class GroupByHandClient implements Client {

    /** An insert, or the end of the thread, which has no body. */
    private record Insert(int k, @Nullable String body, CompletableFuture<@Nullable Void> committed) {

        boolean isEnd() {
            return body == null;
        }
    }

    private static final int NO_ROW = -1;

    private final BlockingQueue<Insert> queue = new LinkedBlockingQueue<>();
    private final Connection connection;
    private final PreparedStatement statement;
    private final Thread thread = new Thread(this::run, "group-by-hand");

    GroupByHandClient(Target target) throws SQLException {
        connection = Pragmas.open(target, Pragmas.Role.WRITER);
        connection.setAutoCommit(false);
        statement = connection.prepareStatement(Tables.INSERT);
        thread.start();
    }

    @Override
    public String pragma(String name) throws SQLException {
        return Tables.text(connection, "PRAGMA " + name);
    }

    /** Runs in a transaction of its own group, as an insert does. */
    @Override
    public CompletableFuture<?> nothing() {
        Insert nothing = new Insert(NO_ROW, "", new CompletableFuture<>());
        queue.add(nothing);
        return nothing.committed;
    }

    @Override
    public CompletableFuture<?> insert(int k, String body) {
        Insert insert = new Insert(k, body, new CompletableFuture<>());
        queue.add(insert);
        return insert.committed;
    }

    private void run() {
        List<Insert> group = new ArrayList<>();
        try {
            while (group.isEmpty() || !group.get(group.size() - 1).isEnd()) {
                group.clear();
                group.add(queue.take());
                queue.drainTo(group);
                commit(group);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void commit(List<Insert> group) {
        try {
            for (Insert insert : group) {
                if (!insert.isEnd() && insert.k != NO_ROW) {
                    statement.setInt(1, insert.k);
                    statement.setString(2, insert.body);
                    statement.executeUpdate();
                }
            }
            connection.commit();
            group.forEach(insert -> insert.committed.complete(null));
        } catch (SQLException e) {
            group.forEach(insert -> insert.committed.completeExceptionally(e));
        }
    }

    @Override
    public void close() throws SQLException {
        queue.add(new Insert(0, null, new CompletableFuture<>()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        connection.close();
    }
}
