package io.asyncsqlite.benchmarks.client;

import static io.asyncsqlite.benchmarks.client.Ability.BATCH;
import static io.asyncsqlite.benchmarks.client.Ability.BLOCKING_INSERT;
import static io.asyncsqlite.benchmarks.client.Ability.BLOCKING_READ;
import static io.asyncsqlite.benchmarks.client.Ability.BLOCKING_TRANSACTION;
import static io.asyncsqlite.benchmarks.client.Ability.INSERT;
import static io.asyncsqlite.benchmarks.client.Ability.NOTHING;
import static io.asyncsqlite.benchmarks.client.Ability.READ;
import static io.asyncsqlite.benchmarks.client.Ability.SCAN;
import static io.asyncsqlite.benchmarks.client.Ability.TRANSACTION;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The clients, and what each of them can do. */
public enum Clients {
    /** The core of asyncsqlite with its defaults. */
    ASYNCSQLITE(
            AsyncSqliteClient::new,
            NOTHING,
            INSERT,
            READ,
            TRANSACTION,
            BLOCKING_INSERT,
            BLOCKING_READ,
            BLOCKING_TRANSACTION,
            SCAN,
            BATCH),
    /** The R2DBC driver of asyncsqlite, used as Spring's DatabaseClient uses it. */
    R2DBC(R2dbcClient::sqlite, INSERT, READ, TRANSACTION, SCAN),
    /** r2dbc-h2 with a pool. It answers before a commit is on the disk. */
    H2(R2dbcClient::h2, INSERT, READ, TRANSACTION, SCAN),
    /** One connection, one prepared statement, one executor thread, autocommit: the usual hand-written solution. */
    EXECUTOR(ExecutorClient::new, NOTHING, INSERT, BLOCKING_INSERT),
    /**
     * Forty lines of group commit: a thread takes what waits in a queue, runs it in one transaction and completes it. One failure
     * fails the whole group; there is no cancel, no deadline, no bound and no order of close.
     */
    GROUP_BY_HAND(GroupByHandClient::new, NOTHING, INSERT),
    /** sqlite-jdbc: each thread has a connection and prepared statements of its own. */
    JDBC(JdbcThreadClient::new, BLOCKING_INSERT, BLOCKING_READ, BLOCKING_TRANSACTION, SCAN, BATCH),
    /** As {@link #JDBC}, with a read transaction around each 32 reads: rows may be as old as 32 reads. */
    JDBC_SNAPSHOTS(JdbcThreadClient::withSnapshots, BLOCKING_READ),
    /** sqlite-jdbc, rows read by {@code getObject}. */
    RESULT_SET_OBJECTS(JdbcThreadClient::readingObjects, SCAN),
    /** HikariCP with its default of ten connections. Locks are waited for in SQLite. */
    HIKARI_10(target -> new HikariClient(target, 10), BLOCKING_INSERT, BLOCKING_READ, BLOCKING_TRANSACTION),
    /** HikariCP with one connection: threads wait in the pool. */
    HIKARI_1(target -> new HikariClient(target, 1), BLOCKING_INSERT, BLOCKING_READ, BLOCKING_TRANSACTION),
    /** One pool with one connection for writes, and one with ten for reads, as guides to SQLite in servers recommend. */
    HIKARI_SPLIT(HikariSplitClient::new, BLOCKING_INSERT, BLOCKING_READ, BLOCKING_TRANSACTION),
    /** Spring's JdbcClient on HikariCP, on Reactor's bounded elastic scheduler. */
    JDBC_CLIENT(JdbcClientOnElastic::new, INSERT, READ, TRANSACTION, SCAN),
    /** Loops in C on a connection with the same settings: the limit. */
    C(CClient::new, SCAN, BATCH);

    /** Opens a client. */
    @FunctionalInterface
    interface Opening {

        Client open(Target target) throws Exception;
    }

    @SuppressWarnings("ImmutableEnumChecker") // Constructors and static methods.
    private final Opening opening;

    @SuppressWarnings("ImmutableEnumChecker") // It is made by Set.of.
    private final Set<Ability> abilities;

    Clients(Opening opening, Ability... abilities) {
        this.opening = opening;
        this.abilities = Set.of(abilities);
    }

    /** Returns the name in tables, such as {@code group-by-hand}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public Set<Ability> abilities() {
        return abilities;
    }

    /** Returns why a client cannot run on this machine, or null. */
    public static @Nullable String obstacle(Clients client) {
        return client == C ? CClient.obstacle() : null;
    }

    public Client open(Target target) throws Exception {
        return opening.open(target);
    }
}
