package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import io.r2dbc.spi.Closeable;
import io.r2dbc.spi.Connection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryMetadata;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.R2dbcTimeoutException;
import io.r2dbc.spi.Wrapped;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Gives connections to one SQLite database. Thread-safe; one instance serves a whole program, without a pool: connections are
 * light handles on the readers and the writer of an {@link AsyncSqlite}, unless {@link SqliteConnectionFactoryProvider#EXCLUSIVE}
 * is set.
 *
 * <p>The database is opened, on a new thread, when the first connection is requested. All factories that mean the same file share
 * it, must agree on its options, and close it with the last {@link #close()}.
 *
 * <pre>{@code
 * return new SqliteConnectionFactory(db);
 * }</pre>
 */
public final class SqliteConnectionFactory implements ConnectionFactory, Closeable, Wrapped<AsyncSqlite> {

    private final DatabaseSource source;
    private final SessionSettings settings;
    private final OpenTransactions transactions = new OpenTransactions();
    private final SqlTexts texts = new SqlTexts();

    /** The settings and the database for new connections, until the factory is closed. */
    private volatile @Nullable Opened opened;

    private record Opened(AsyncSqlite database, SqliteConnectionMetadata metadata) {}

    private SqliteConnectionFactory(DatabaseSource source, SessionSettings settings) {
        this.source = source;
        this.settings = settings;
    }

    /**
     * Creates a factory over a database that the program has opened and closes itself. For one with options give {@link #from} the database as {@link
     * SqliteConnectionFactoryProvider#OPEN_DATABASE}.
     *
     * @param database an open database
     */
    public SqliteConnectionFactory(AsyncSqlite database) {
        this(new GivenDatabase(Objects.requireNonNull(database, "database")), SessionSettings.DEFAULT);
    }

    /**
     * Creates a factory of options, as {@link SqliteConnectionFactoryProvider} describes them. Opens nothing.
     *
     * @param options what database and how
     * @return the factory
     * @throws InvalidOptionException if a value is not supported; the message names the option and the rule
     */
    public static SqliteConnectionFactory from(ConnectionFactoryOptions options) {
        return new SqliteConnectionFactory(DatabaseSettings.source(options), SessionSettings.of(options));
    }

    /**
     * Gives a connection. Nothing happens until subscribed; a failure to open is an
     * {@link io.r2dbc.spi.R2dbcNonTransientResourceException}, and the next subscriber tries again.
     *
     * @return one connection, to be closed; if the subscriber cancels, none stays open
     */
    @Override
    public Mono<Connection> create() {
        return Mono.defer(() -> {
            Opened known = opened;
            return known != null && !settings.exclusive()
                    ? Mono.just(connection(new SharedSession(known.database, transactions), known))
                    : openConnection();
        });
    }

    private Mono<Connection> openConnection() {
        Mono<Connection> connection = Mono.fromFuture(source::open, true)
                .flatMap(this::opened)
                .flatMap(known ->
                        Session.open(known.database, settings, transactions).map(session -> connection(session, known)))
                .onErrorMap(Failures::translate)
                .doOnDiscard(SqliteConnection.class, SqliteConnection::abandon);
        Duration timeout = settings.connectTimeout();
        return timeout == null ? connection : connection.timeout(timeout, acquireTimeout(timeout));
    }

    private Mono<Opened> opened(AsyncSqlite database) {
        Opened known = opened;
        return known != null
                ? Mono.just(known)
                : Mono.fromFuture(() -> database.query("SELECT sqlite_version()")
                                .mapTo(String.class)
                                .one())
                        .map(version -> new Opened(database, new SqliteConnectionMetadata(version)))
                        .doOnNext(asked -> opened = asked);
    }

    private Connection connection(Session session, Opened known) {
        return new SqliteConnection(session, settings, texts, known.database::supports, known.metadata);
    }

    private static Mono<Connection> acquireTimeout(Duration timeout) {
        return Mono.error(() -> new R2dbcTimeoutException(
                "No connection was opened within connectTimeout=" + timeout.toMillis() + " ms", "08001"));
    }

    @Override
    public ConnectionFactoryMetadata getMetadata() {
        return SqliteConnectionFactoryMetadata.INSTANCE;
    }

    /**
     * Rolls back the open transactions of this factory's connections, refuses new ones, and gives the database back, which is closed when no other factory uses
     * it: accepted operations are finished. A database that was given to the constructor stays open.
     *
     * @return completes when the database is given back; the same outcome for every subscriber
     */
    @Override
    public Mono<Void> close() {
        return Mono.defer(() -> {
            opened = null;
            return Mono.fromFuture(transactions::close, true).then(Mono.fromFuture(source::close, true));
        });
    }

    /**
     * Returns the database.
     *
     * @return the open database
     * @throws IllegalStateException if no connection was requested so far
     */
    @Override
    public AsyncSqlite unwrap() {
        AsyncSqlite opened = source.opened();
        if (opened == null) {
            throw new IllegalStateException("the database is not open: it is opened for the first connection");
        }
        return opened;
    }

    /**
     * Returns this factory or its database.
     *
     * @param targetClass the wanted type
     * @return the object, or null if it is neither or not open
     * @param <E> type of the object
     */
    @Override
    public <E> @Nullable E unwrap(Class<E> targetClass) {
        if (targetClass.isInstance(this)) {
            return targetClass.cast(this);
        }
        AsyncSqlite opened = source.opened();
        return targetClass.isInstance(opened) ? targetClass.cast(opened) : null;
    }
}
