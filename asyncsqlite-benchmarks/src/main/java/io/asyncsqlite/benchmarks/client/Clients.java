package io.asyncsqlite.benchmarks.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The clients. */
public enum Clients {
    /** The core of asyncsqlite with its defaults. */
    ASYNCSQLITE(AsyncSqliteClient::new),
    /** As {@link #ASYNCSQLITE}, with transactions as lambdas on its writing thread. */
    ASYNCSQLITE_LAMBDA(AsyncSqliteClient::withLambdas),
    /** The R2DBC driver of asyncsqlite, used as Spring's DatabaseClient uses it. */
    R2DBC(R2dbcClient::sqlite),
    /** r2dbc-h2 with a pool. It answers before a commit is on the disk. */
    H2(R2dbcClient::h2),
    /** One connection, one prepared statement, one executor thread, autocommit: the usual hand-written solution. */
    EXECUTOR(ExecutorClient::new),
    /**
     * Forty lines of group commit: a thread takes what waits in a queue, runs it in one transaction and completes it. One failure
     * fails the whole group; there is no cancel, no deadline, no bound and no order of close.
     */
    GROUP_BY_HAND(GroupByHandClient::new),
    /** sqlite-jdbc: each thread has a connection and prepared statements of its own. */
    JDBC(JdbcThreadClient::new),
    /** As {@link #JDBC}, with a read transaction around each 32 reads: rows may be as old as 32 reads. */
    JDBC_SNAPSHOTS(JdbcThreadClient::withSnapshots),
    /** sqlite-jdbc, rows read by {@code getObject}. */
    RESULT_SET_OBJECTS(JdbcThreadClient::readingObjects),
    /** HikariCP with its default of ten connections. Locks are waited for in SQLite. */
    HIKARI_10(target -> new HikariClient(target, 10)),
    /** HikariCP with one connection: threads wait in the pool. */
    HIKARI_1(target -> new HikariClient(target, 1)),
    /** One pool with one connection for writes, and one with ten for reads, as guides to SQLite in servers recommend. */
    HIKARI_SPLIT(HikariSplitClient::new),
    /** Spring's JdbcClient on HikariCP, on Reactor's bounded elastic scheduler. */
    JDBC_CLIENT(JdbcClientOnElastic::new),
    /** aiosqlite with one connection, called by tasks of a program in Python. */
    AIOSQLITE(PythonClient::aiosqlite),
    /** SQLAlchemy's AsyncSession on aiosqlite, called by tasks of a program in Python. */
    SQLALCHEMY(PythonClient::sqlAlchemy),
    /** The core of asyncsqlite, which imports CSV in chunks of 50,000 rows. */
    ASYNCSQLITE_CSV(ImportClient::csv),
    /** The same in one transaction. */
    ASYNCSQLITE_CSV_ALL(ImportClient::csvAll),
    /** The core of asyncsqlite, which imports lines of JSON in chunks. */
    ASYNCSQLITE_NDJSON(ImportClient::ndJson),
    /** FastCSV, which reads records and has no database. */
    FASTCSV(target -> new FastCsvClient()),
    /** {@code .import} of the shell of SQLite. */
    SHELL_IMPORT(ShellClient::new),
    /** asyncsqlite beside the statement VACUUM INTO on its writing connection. */
    VACUUM_INTO(BackupClient::vacuumInto),
    /** asyncsqlite beside {@code .backup} of the shell of SQLite. */
    SHELL_BACKUP(BackupClient::shell),
    /** asyncsqlite without a backup. */
    NO_BACKUP(BackupClient::none),
    /** Loops in C on a connection with the same settings: the limit. */
    C(CClient::new);

    /** Opens a client. */
    @FunctionalInterface
    interface Opening {

        Client open(Target target) throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // Constructors and static methods.
    private final Opening opening;

    Clients(Opening opening) {
        this.opening = opening;
    }

    /** Returns the name in tables, such as {@code group-by-hand}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns why the client cannot run on this machine, or null. */
    public @Nullable String obstacle() {
        return switch (this) {
            case C -> CClient.obstacle();
            case AIOSQLITE -> PythonClient.obstacle("aiosqlite");
            case SQLALCHEMY -> PythonClient.obstacle("sqlalchemy");
            case SHELL_IMPORT, SHELL_BACKUP -> Shell.obstacle();
            default -> null;
        };
    }

    /** Tells whether it writes to the file by SQLite. */
    public boolean usesSqlite() {
        return this != H2 && this != FASTCSV;
    }

    /** Tells whether its work is done in the JVM that measures, all but that of native code. */
    public boolean runsInTheJvm() {
        return this != SHELL_IMPORT;
    }

    public Client open(Target target) throws Exception {
        return opening.open(target);
    }
}
