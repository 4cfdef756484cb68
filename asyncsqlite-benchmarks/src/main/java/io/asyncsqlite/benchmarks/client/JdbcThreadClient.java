package io.asyncsqlite.benchmarks.client;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** sqlite-jdbc, used by threads that have a connection and prepared statements each. */
final class JdbcThreadClient implements Client {

    private static final int READS_OF_A_SNAPSHOT = 32;
    private static final int ROWS_OF_A_JDBC_BATCH = 1_000;

    private final Target target;
    private final boolean snapshots;
    private final boolean objects;

    /** For scans, batches and PRAGMAs; a session has its own. */
    private final Connection connection;

    JdbcThreadClient(Target target) throws SQLException {
        this(target, false, false);
    }

    private JdbcThreadClient(Target target, boolean snapshots, boolean objects) throws SQLException {
        this.target = target;
        this.snapshots = snapshots;
        this.objects = objects;
        this.connection = Pragmas.open(target, Pragmas.Role.WRITER);
    }

    static JdbcThreadClient withSnapshots(Target target) throws SQLException {
        return new JdbcThreadClient(target, true, false);
    }

    static JdbcThreadClient readingObjects(Target target) throws SQLException {
        return new JdbcThreadClient(target, false, true);
    }

    @Override
    public String pragma(String name) throws SQLException {
        return Tables.text(connection, "PRAGMA " + name);
    }

    @Override
    public Session session() throws SQLException {
        Connection own = Pragmas.open(target, Pragmas.Role.WRITER);
        return snapshots ? new Snapshots(own) : new JdbcWork(own);
    }

    @Override
    public long scan() throws SQLException {
        return sum(Long.MAX_VALUE, false);
    }

    @Override
    public long stream() throws SQLException {
        return sum(Long.MAX_VALUE, true);
    }

    @Override
    public long firstRows(int rows) throws SQLException {
        return sum(rows, false);
    }

    private long sum(long most, boolean works) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(Item.SELECT);
                ResultSet rows = select.executeQuery()) {
            long sum = 0;
            for (long read = 0; read < most && rows.next(); read++) {
                sum += (objects ? Item.readObjects(rows) : Item.read(rows)).sum();
                if (works) {
                    SumOfItems.work();
                }
            }
            return sum;
        }
    }

    @Override
    public long batch(List<Item> items) throws SQLException {
        connection.setAutoCommit(false);
        long rows = 0;
        try (PreparedStatement insert = connection.prepareStatement(Item.INSERT)) {
            for (int i = 0; i < items.size(); i++) {
                items.get(i).bind(insert);
                insert.addBatch();
                if ((i + 1) % ROWS_OF_A_JDBC_BATCH == 0 || i + 1 == items.size()) {
                    rows += insert.executeBatch().length;
                }
            }
        }
        connection.commit();
        return rows;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }

    /** Reads many rows in one read transaction, which saves the locks of the others. */
    private static final class Snapshots implements Session {

        private final Connection connection;
        private final JdbcWork work;
        private int reads;

        Snapshots(Connection connection) throws SQLException {
            connection.setAutoCommit(false);
            this.connection = connection;
            this.work = new JdbcWork(connection);
        }

        @Override
        public void insert(int k, String body) {
            throw new UnsupportedOperationException("Snapshots only read");
        }

        @Override
        public Item item(long id) throws SQLException {
            Item item = work.item(id);
            if (++reads % READS_OF_A_SNAPSHOT == 0) {
                connection.commit();
            }
            return item;
        }

        @Override
        public void close() throws SQLException {
            work.close();
        }
    }
}
