package io.asyncsqlite.benchmarks;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sqlite.SQLiteErrorCode;

/**
 * The usual pool: HikariCP with its default of ten connections, each autocommitting, for 64 threads that insert one row
 * after the other. Locks are waited for in SQLite.
 *
 * <p>The threads are not JMH's. JMH adds up the rates of its threads: a thread that starves until shortly before the end of an
 * iteration, and then gets its turn, would count with its last rate for the whole iteration.
 */
@SuppressWarnings("NullAway.Init")
public class HikariInserts extends InsertState {

    static final int THREADS = 64;

    private static final int POOL_SIZE = 10;

    private final Semaphore completed = new Semaphore(0);
    private final AtomicLong busy = new AtomicLong();
    private final List<Thread> threads = new ArrayList<>();
    private HikariDataSource pool;
    private volatile boolean running;
    private volatile @Nullable Throwable failure;

    /** The failures that were tried again. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.EVENTS)
    public static class Retries {

        /** How often SQLite gave up waiting for a lock. */
        public long busy;
    }

    @Override
    void open(Path file) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(Jdbc.url(file));
        config.setDataSourceProperties(Jdbc.properties());
        config.setMaximumPoolSize(POOL_SIZE);
        pool = new HikariDataSource(config);
    }

    @Override
    String pragma(String name) throws SQLException {
        try (Connection connection = pool.getConnection()) {
            return Jdbc.pragma(connection, name);
        }
    }

    /** Starts the threads. */
    @Setup(Level.Iteration)
    public void start() {
        running = true;
        for (int i = 0; i < THREADS; i++) {
            Thread thread = new Thread(this::insertWhileRunning, "hikari-" + i);
            threads.add(thread);
            thread.start();
        }
    }

    /** Joins the threads. */
    @TearDown(Level.Iteration)
    public void stop() throws InterruptedException {
        running = false;
        for (Thread thread : threads) {
            thread.join();
        }
        threads.clear();
        completed.drainPermits();
        requireNoFailure();
    }

    /** Waits for one insert to be completed by any thread. */
    final void next(Retries retries) throws InterruptedException {
        completed.acquire();
        retries.busy += busy.getAndSet(0);
        requireNoFailure();
    }

    private void insertWhileRunning() {
        try {
            for (int k = 0; running; k++) {
                insertOrRetry(k);
                acknowledge(1);
                completed.release();
            }
        } catch (SQLException | RuntimeException e) {
            failure = e;
            completed.release();
        }
    }

    private void insertOrRetry(int k) throws SQLException {
        while (!insert(k, body(k))) {
            busy.incrementAndGet();
        }
    }

    /** Returns false if SQLite is busy: nothing was inserted. */
    private boolean insert(int k, String body) throws SQLException {
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setInt(1, k);
            statement.setString(2, body);
            statement.executeUpdate();
            return true;
        } catch (SQLException e) {
            if (e.getErrorCode() == SQLiteErrorCode.SQLITE_BUSY.code) {
                return false;
            }
            throw e;
        }
    }

    private void requireNoFailure() {
        Throwable e = failure;
        if (e != null) {
            throw new IllegalStateException("An insert failed", e);
        }
    }

    @Override
    void close() {
        pool.close();
    }
}
