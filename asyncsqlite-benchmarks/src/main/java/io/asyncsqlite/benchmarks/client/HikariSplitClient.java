package io.asyncsqlite.benchmarks.client;

import java.sql.SQLException;

/** HikariCP with a pool of one connection for writes, and another for reads. */
final class HikariSplitClient implements Client {

    private static final int READERS = 10;

    private final HikariClient writer;
    private final HikariClient readers;

    HikariSplitClient(Target target) {
        writer = new HikariClient(target, 1);
        readers = new HikariClient(target, READERS);
    }

    @Override
    public String pragma(String name) throws SQLException {
        return writer.pragma(name);
    }

    @Override
    public Session session() {
        Session writes = writer.session();
        Session reads = readers.session();
        return new Session() {

            @Override
            public void insert(int k, String body) throws Exception {
                writes.insert(k, body);
            }

            @Override
            public Item item(long id) throws Exception {
                return reads.item(id);
            }

            @Override
            public void transaction(int number) throws Exception {
                writes.transaction(number);
            }

            @Override
            public long retries() {
                return writes.retries() + reads.retries();
            }

            @Override
            public void close() throws SQLException {
                writes.close();
                reads.close();
            }
        };
    }

    @Override
    public void close() {
        readers.close();
        writer.close();
    }
}
