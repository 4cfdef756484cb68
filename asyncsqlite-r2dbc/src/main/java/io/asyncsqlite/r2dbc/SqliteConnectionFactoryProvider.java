package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteExtension;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementLog;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.codec.Codec;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.ConnectionFactoryProvider;
import io.r2dbc.spi.Option;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.SocketFactory;

/**
 * Makes connection factories of URLs and options; found by {@link io.r2dbc.spi.ConnectionFactories}.
 *
 * <pre>
 * r2dbc:sqlite:///app.db               the file app.db, relative to the working directory
 * r2dbc:sqlite:////var/lib/app.db      the file /var/lib/app.db
 * r2dbc:sqlite:file:///C:/data/app.db  the same with a protocol; on Windows with a drive
 * r2dbc:sqlite:mem:///name             a database in memory that factories of this name share
 * r2dbc:sqlite:mem:///                 a database in memory of this factory's own
 * r2dbc:sqlite:dqlite://h1:9001,h2:9001,h3:9001/app  the database app in a dqlite cluster, a preview
 * </pre>
 *
 * <p>Options have the names, ranges and defaults of {@link SqliteOptions} and are given in the URL, {@code
 * ?readers=4&busyTimeout=PT2S}, or as objects. As text a {@link Duration} is ISO-8601, an enum is the name of its constant in any
 * case, a boolean {@code true} or {@code false}. Supported options of R2DBC: {@link ConnectionFactoryOptions#CONNECT_TIMEOUT},
 * {@link ConnectionFactoryOptions#LOCK_WAIT_TIMEOUT} and {@link ConnectionFactoryOptions#STATEMENT_TIMEOUT}, where 0 means no
 * limit. Options that this driver does not know are ignored; user, password and {@code ssl=true} are refused, because
 * SQLite has none of them. Host and port are those of a cluster, and refused for other databases.
 *
 * <pre>{@code
 * ConnectionFactory factory = ConnectionFactories.get(url);
 * return Flux.usingWhen(
 *         factory.create(),
 *         connection -> Flux.from(connection
 *                         .createStatement("SELECT title FROM note WHERE stars >= $1 ORDER BY title")
 *                         .bind("$1", 3)
 *                         .execute())
 *                 .flatMap(result -> result.map(row -> row.get("title", String.class))),
 *         Connection::close);
 * }</pre>
 *
 * @see <a href="https://r2dbc.io/spec/1.0.0.RELEASE/spec/html/#overview.connection.url">R2DBC connection URLs</a>
 */
public final class SqliteConnectionFactoryProvider implements ConnectionFactoryProvider {

    /** The driver in URLs, {@value}. */
    public static final String DRIVER = "sqlite";

    /** Protocol of a file, {@value}; the default without a protocol. */
    public static final String PROTOCOL_FILE = "file";

    /** Protocol of a database in memory, {@value}. */
    public static final String PROTOCOL_MEMORY = "mem";

    /**
     * Protocol of a database in a dqlite cluster, {@value}. A preview: it may change in any version. {@link ConnectionFactoryOptions#HOST} has servers as
     * {@code host:port} with commas between them; {@link ConnectionFactoryOptions#PORT} is that of servers without one. {@link
     * ConnectionFactoryOptions#DATABASE} is the name of the database there, by default {@code app}. Options of files and of memory are refused.
     *
     * @see io.asyncsqlite.ClusterLocation
     */
    public static final String PROTOCOL_DQLITE = "dqlite";

    /**
     * {@code nodeConnectTimeout}: how long to wait for a connection to one server of a cluster, see {@link
     * io.asyncsqlite.ClusterLocation#withConnectTimeout}.
     */
    public static final Option<Duration> NODE_CONNECT_TIMEOUT = Option.valueOf("nodeConnectTimeout");

    /**
     * {@code nodeAnswerTimeout}: how long to wait for the answer of the leader of a cluster, see {@link
     * io.asyncsqlite.ClusterLocation#withAnswerTimeout}.
     */
    public static final Option<Duration> NODE_ANSWER_TIMEOUT = Option.valueOf("nodeAnswerTimeout");

    /**
     * {@code socketFactory}: makes the sockets to the servers of a cluster, see {@link io.asyncsqlite.ClusterLocation#withSocketFactory}. An object only.
     */
    public static final Option<SocketFactory> SOCKET_FACTORY = Option.valueOf("socketFactory");

    /**
     * {@code openDatabase}: a database that the program has opened and closes itself, in place of one to open. An object only. Options that say
     * what is opened and how are refused beside it.
     */
    public static final Option<AsyncSqlite> OPEN_DATABASE = Option.valueOf("openDatabase");

    /** {@code name}: the name in threads, messages and metrics, see {@link SqliteOptions#name()}. */
    public static final Option<String> NAME = Option.valueOf("name");

    /** {@code engine}, see {@link SqliteOptions#engine()}. */
    public static final Option<EngineChoice> ENGINE = Option.valueOf("engine");

    /** {@code journalMode}, see {@link SqliteOptions#journalMode()}. */
    public static final Option<JournalMode> JOURNAL_MODE = Option.valueOf("journalMode");

    /** {@code synchronous}, see {@link SqliteOptions#synchronous()}. */
    public static final Option<Synchronous> SYNCHRONOUS = Option.valueOf("synchronous");

    /** {@code logStatements}, see {@link SqliteOptions#logStatements()}. */
    public static final Option<StatementLog> LOG_STATEMENTS = Option.valueOf("logStatements");

    /** {@code readsWaitForFlush}, see {@link SqliteOptions#readsWaitForFlush()}. */
    public static final Option<Boolean> READS_WAIT_FOR_FLUSH = Option.valueOf("readsWaitForFlush");

    /** {@code foreignKeys}, see {@link SqliteOptions#foreignKeys()}. */
    public static final Option<Boolean> FOREIGN_KEYS = Option.valueOf("foreignKeys");

    /** {@code readOnly}, see {@link SqliteOptions#readOnly()}. */
    public static final Option<Boolean> READ_ONLY = Option.valueOf("readOnly");

    /** {@code immutable}, see {@link SqliteOptions#immutable()}. */
    public static final Option<Boolean> IMMUTABLE = Option.valueOf("immutable");

    /** {@code mustExist}, see {@link SqliteOptions#mustExist()}. */
    public static final Option<Boolean> MUST_EXIST = Option.valueOf("mustExist");

    /** {@code pageSize}, see {@link SqliteOptions#pageSize()}. */
    public static final Option<Integer> PAGE_SIZE = Option.valueOf("pageSize");

    /** {@code trustedSchema}, see {@link SqliteOptions#trustedSchema()}. */
    public static final Option<Boolean> TRUSTED_SCHEMA = Option.valueOf("trustedSchema");

    /** {@code strictSql}, see {@link SqliteOptions#strictSql()}. */
    public static final Option<Boolean> STRICT_SQL = Option.valueOf("strictSql");

    /** {@code busyTimeout}, see {@link SqliteOptions#busyTimeout()}. */
    public static final Option<Duration> BUSY_TIMEOUT = Option.valueOf("busyTimeout");

    /** {@code readers}, see {@link SqliteOptions#readers()}. */
    public static final Option<Integer> READERS = Option.valueOf("readers");

    /** {@code streamConnections}, see {@link SqliteOptions#streamConnections()}. */
    public static final Option<Integer> STREAM_CONNECTIONS = Option.valueOf("streamConnections");

    /** {@code maxConnections}: how many {@link #EXCLUSIVE} ones may be open, see {@link SqliteOptions#maxConnections()}. */
    public static final Option<Integer> MAX_CONNECTIONS = Option.valueOf("maxConnections");

    /** {@code queueCapacity}, see {@link SqliteOptions#queueCapacity()}. */
    public static final Option<Integer> QUEUE_CAPACITY = Option.valueOf("queueCapacity");

    /** {@code queueBytes}, see {@link SqliteOptions#queueBytes()}. */
    public static final Option<Long> QUEUE_BYTES = Option.valueOf("queueBytes");

    /** {@code queueTimeout}: only 0, because nothing here may block its thread, see {@link SqliteOptions#queueTimeout()}. */
    public static final Option<Duration> QUEUE_TIMEOUT = Option.valueOf("queueTimeout");

    /**
     * {@code operationTimeout}: the time of statements without a statement timeout, see {@link SqliteOptions#operationTimeout()}.
     */
    public static final Option<Duration> OPERATION_TIMEOUT = Option.valueOf("operationTimeout");

    /** {@code transactionTimeout}: the age at which a transaction is rolled back, see {@link SqliteOptions#transactionTimeout()}. */
    public static final Option<Duration> TRANSACTION_TIMEOUT = Option.valueOf("transactionTimeout");

    /** {@code streamTimeout}: how long rows wait for demand, see {@link SqliteOptions#streamTimeout()}. */
    public static final Option<Duration> STREAM_TIMEOUT = Option.valueOf("streamTimeout");

    /** {@code watchInterval}: how often to look for changes by other processes, see {@link SqliteOptions#watchInterval()}. */
    public static final Option<Duration> WATCH_INTERVAL = Option.valueOf("watchInterval");

    /** {@code slowOperationTime}: from when on operations are logged as slow, see {@link SqliteOptions#slowOperationTime()}. */
    public static final Option<Duration> SLOW_OPERATION_TIME = Option.valueOf("slowOperationTime");

    /** {@code callbackExecutor}: where signals arrive, see {@link SqliteOptions#callbackExecutor()}. An object only. */
    public static final Option<Executor> CALLBACK_EXECUTOR = Option.valueOf("callbackExecutor");

    /**
     * {@code pragmas}: see {@link SqliteOptions.Builder#pragma}. A Map of names and values, or a text such as {@code
     * cache_size:-2000,recursive_triggers:on}.
     */
    public static final Option<Map<String, String>> PRAGMAS = Option.valueOf("pragmas");

    /** {@code limits}: see {@link SqliteOptions.Builder#limit}. A Map of names and values, or a text such as {@code COLUMN:100,SQL_LENGTH:10000}. */
    public static final Option<Map<String, String>> LIMITS = Option.valueOf("limits");

    /** {@code extensions}: see {@link SqliteOptions.Builder#extension}. Objects only: a URL loads no native code. */
    public static final Option<Collection<SqliteExtension>> EXTENSIONS = Option.valueOf("extensions");

    /**
     * {@code attach}: see {@link SqliteOptions.Builder#attach}. A Map of schemas and paths, or a text such as {@code audit:/var/audit.db}; with {@code
     * ?mode=ro} after the path a file is only read.
     */
    public static final Option<Map<String, String>> ATTACH = Option.valueOf("attach");

    /** {@code codecs}: see {@link SqliteOptions.Builder#codec}. Objects only. */
    public static final Option<Collection<Codec<?>>> CODECS = Option.valueOf("codecs");

    /**
     * {@code definitions}: functions and collations, see {@link SqliteOptions.Builder#define}. A Collection of {@link UserDefined}, or the names of ready
     * ones with commas between them, see {@link UserDefined#readyMade}: {@code regexp,casefold}.
     */
    public static final Option<Collection<UserDefined>> DEFINITIONS = Option.valueOf("definitions");

    /** {@code listeners}: see {@link SqliteOptions.Builder#listener}. Objects only. */
    public static final Option<Collection<SqliteListener>> LISTENERS = Option.valueOf("listeners");

    /** {@code tracer}: see {@link SqliteOptions.Builder#tracer}. An object only. */
    public static final Option<OperationTracer> TRACER = Option.valueOf("tracer");

    /**
     * {@code exclusive}: whether each R2DBC connection is a connection of SQLite with a thread of its own, which keeps temporary tables, ATTACH and
     * PRAGMA, see {@link AsyncSqlite#connect()}. Default false: connections are light handles that share readers and a writer.
     */
    public static final Option<Boolean> EXCLUSIVE = Option.valueOf("exclusive");

    /**
     * {@code declaredTypes}: whether the declared type of a column decides what {@code row.get("x")} without a type gives, such as a {@code Boolean} for
     * BOOLEAN and a {@code UUID} for UUID. Default true; false gives values as they are stored.
     */
    public static final Option<Boolean> DECLARED_TYPES = Option.valueOf("declaredTypes");

    /** Creates a provider; done by {@link java.util.ServiceLoader}. */
    public SqliteConnectionFactoryProvider() {}

    /**
     * Checks the options and makes a factory. Opens nothing.
     *
     * @param options what database and how
     * @return the factory
     * @throws InvalidOptionException if a value is not supported; the message names the option and the rule
     */
    @Override
    public SqliteConnectionFactory create(ConnectionFactoryOptions options) {
        return SqliteConnectionFactory.from(options);
    }

    /**
     * Tells whether the options are for this driver.
     *
     * @param options the options
     * @return whether the driver is {@code sqlite} and the protocol absent, {@code file}, {@code mem} or {@code dqlite}
     */
    @Override
    public boolean supports(ConnectionFactoryOptions options) {
        Object protocol = options.getValue(ConnectionFactoryOptions.PROTOCOL);
        return DRIVER.equals(options.getValue(ConnectionFactoryOptions.DRIVER))
                && (protocol == null
                        || protocol.equals("")
                        || protocol.equals(PROTOCOL_FILE)
                        || protocol.equals(PROTOCOL_MEMORY)
                        || protocol.equals(PROTOCOL_DQLITE));
    }

    /**
     * Returns the name of the driver.
     *
     * @return {@value #DRIVER}
     */
    @Override
    public String getDriver() {
        return DRIVER;
    }
}
