package io.asyncsqlite.r2dbc;

import static io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider.*;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteAttachment;
import io.asyncsqlite.SqliteExtension;
import io.asyncsqlite.SqliteLimit;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.StatementLog;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.codec.Codec;
import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The database of the options, and how it is opened.
 *
 * @param options for the core
 * @param memoryName name of a database in memory that factories share, or null
 * @param values the values that two factories of one database must agree on, by option
 */
record DatabaseSettings(SqliteOptions options, @Nullable String memoryName, Map<String, Object> values) {

    /** The options that say what is opened and how. */
    private static final List<Option<?>> OPTIONS = List.of(
            ConnectionFactoryOptions.DATABASE,
            NAME,
            ENGINE,
            JOURNAL_MODE,
            SYNCHRONOUS,
            LOG_STATEMENTS,
            READS_WAIT_FOR_FLUSH,
            FOREIGN_KEYS,
            READ_ONLY,
            IMMUTABLE,
            MUST_EXIST,
            PAGE_SIZE,
            TRUSTED_SCHEMA,
            STRICT_SQL,
            PRAGMAS,
            LIMITS,
            EXTENSIONS,
            ATTACH,
            BUSY_TIMEOUT,
            READERS,
            STREAM_CONNECTIONS,
            MAX_CONNECTIONS,
            QUEUE_CAPACITY,
            QUEUE_BYTES,
            QUEUE_TIMEOUT,
            OPERATION_TIMEOUT,
            TRANSACTION_TIMEOUT,
            STREAM_TIMEOUT,
            WATCH_INTERVAL,
            SLOW_OPERATION_TIME,
            CALLBACK_EXECUTOR,
            TRACER,
            CODECS,
            LISTENERS);

    /** Returns the database of the options: the given open one, or one that the factory is to open. */
    static DatabaseSource source(ConnectionFactoryOptions given) {
        OptionValues values = new OptionValues(given);
        AsyncSqlite[] open = new AsyncSqlite[1];
        values.object(OPEN_DATABASE, AsyncSqlite.class, database -> open[0] = database);
        if (open[0] == null) {
            return new OwnDatabase(of(given));
        }
        refuseServer(values);
        values.refuseBeside(OPEN_DATABASE, OPTIONS);
        values.refuseBeside(OPEN_DATABASE, ClusterOptions.OPTIONS);
        return new GivenDatabase(open[0]);
    }

    static DatabaseSettings of(ConnectionFactoryOptions given) {
        OptionValues source = new OptionValues(given);
        if (PROTOCOL_DQLITE.equals(given.getValue(ConnectionFactoryOptions.PROTOCOL))) {
            return of(source, SqliteOptions.cluster(ClusterOptions.location(source)), null);
        }
        refuseServer(source);
        source.refuseAll(ClusterOptions.OPTIONS, "only a database of protocol dqlite has servers");
        boolean memory = PROTOCOL_MEMORY.equals(given.getValue(ConnectionFactoryOptions.PROTOCOL));
        String database = Objects.requireNonNullElse(source.text(ConnectionFactoryOptions.DATABASE), "");
        SqliteOptions.Builder builder = memory ? SqliteOptions.memory() : SqliteOptions.file(file(database));
        String memoryName = memory && !database.isEmpty() ? database : null;
        if (memoryName != null) {
            builder.name(memoryName);
        }
        return of(source, builder, memoryName);
    }

    private static DatabaseSettings of(
            OptionValues source, SqliteOptions.Builder builder, @Nullable String memoryName) {
        List<Object> objects = new ArrayList<>();
        apply(source, builder, objects);
        SqliteOptions options = build(builder);
        return new DatabaseSettings(options, memoryName, comparable(options, objects));
    }

    private static SqliteOptions build(SqliteOptions.Builder builder) {
        try {
            return builder.build();
        } catch (IllegalArgumentException e) {
            // It begins with the name of the option, which is the same here.
            String message = String.valueOf(e.getMessage());
            throw new InvalidOptionException(message.split(" ", 2)[0], message, e);
        }
    }

    private static void refuseServer(OptionValues source) {
        source.refuse(
                ConnectionFactoryOptions.HOST, "", "a file is written with three slashes, r2dbc:sqlite:///app.db");
        source.refuse(ConnectionFactoryOptions.PORT, "", "SQLite has no server");
        source.refuse(ConnectionFactoryOptions.USER, "", "SQLite has no users");
        source.refuse(ConnectionFactoryOptions.PASSWORD, "", "SQLite has no users");
        source.refuse(ConnectionFactoryOptions.SSL, false, "SQLite has no server");
    }

    private static Path file(String database) {
        if (database.isBlank() || database.startsWith(":memory:")) {
            throw new InvalidOptionException(
                    ConnectionFactoryOptions.DATABASE.name(),
                    "database must be the path of a file, r2dbc:sqlite:///app.db, was '" + database
                            + "': a database in memory is r2dbc:sqlite:mem:///",
                    null);
        }
        return Path.of(database);
    }

    private static void apply(OptionValues source, SqliteOptions.Builder builder, List<Object> objects) {
        source.ifPresent(NAME, String.class, "a text", text -> text, builder::name);
        source.constant(ENGINE, EngineChoice.class, builder::engine);
        source.constant(JOURNAL_MODE, JournalMode.class, builder::journalMode);
        source.constant(SYNCHRONOUS, Synchronous.class, builder::synchronous);
        source.constant(LOG_STATEMENTS, StatementLog.class, builder::logStatements);
        source.bool(READS_WAIT_FOR_FLUSH, builder::readsWaitForFlush);
        source.bool(FOREIGN_KEYS, builder::foreignKeys);
        source.bool(READ_ONLY, builder::readOnly);
        source.bool(IMMUTABLE, builder::immutable);
        source.bool(MUST_EXIST, builder::mustExist);
        source.integer(PAGE_SIZE, builder::pageSize);
        source.bool(TRUSTED_SCHEMA, builder::trustedSchema);
        source.bool(STRICT_SQL, builder::strictSql);
        source.pairs(PRAGMAS, builder::pragma);
        source.pairs(LIMITS, (name, value) -> builder.limit(limit(name), Integer.parseInt(value)));
        source.objects(EXTENSIONS, SqliteExtension.class, builder::extension);
        source.pairs(ATTACH, (schema, path) -> builder.attach(SqliteAttachment.parse(schema, path)));
        source.duration(BUSY_TIMEOUT, builder::busyTimeout);
        source.integer(READERS, builder::readers);
        source.integer(STREAM_CONNECTIONS, builder::streamConnections);
        source.integer(MAX_CONNECTIONS, builder::maxConnections);
        source.integer(QUEUE_CAPACITY, builder::queueCapacity);
        source.longInteger(QUEUE_BYTES, builder::queueBytes);
        source.duration(QUEUE_TIMEOUT, DatabaseSettings::refuseToBlock);
        source.duration(OPERATION_TIMEOUT, builder::operationTimeout);
        source.duration(TRANSACTION_TIMEOUT, builder::transactionTimeout);
        source.duration(STREAM_TIMEOUT, builder::streamTimeout);
        source.duration(WATCH_INTERVAL, builder::watchInterval);
        source.duration(SLOW_OPERATION_TIME, builder::slowOperationTime);
        source.object(CALLBACK_EXECUTOR, Executor.class, builder::callbackExecutor);
        source.object(TRACER, OperationTracer.class, tracer -> {
            builder.tracer(tracer);
            objects.add(tracer);
        });
        source.objects(CODECS, Codec.class, codec -> {
            builder.codec(codec);
            objects.add(codec);
        });
        source.elements(DEFINITIONS, UserDefined.class, UserDefined::readyMade, definition -> {
            builder.define(definition);
            objects.add(definition);
        });
        source.objects(LISTENERS, SqliteListener.class, listener -> {
            builder.listener(listener);
            objects.add(listener);
        });
    }

    private static SqliteLimit limit(String name) {
        try {
            return SqliteLimit.valueOf(name.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    LIMITS.name() + " must be of " + Arrays.toString(SqliteLimit.values()) + ", was " + name, e);
        }
    }

    private static void refuseToBlock(Duration queueTimeout) {
        if (!queueTimeout.isZero()) {
            throw new IllegalArgumentException(QUEUE_TIMEOUT.name()
                    + " must be 0, because a subscriber must not be blocked, was " + queueTimeout.toMillis() + " ms");
        }
    }

    private static Map<String, Object> comparable(SqliteOptions options, List<Object> objects) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(NAME.name(), options.name());
        values.put(ENGINE.name(), options.engine());
        values.put(JOURNAL_MODE.name(), options.journalMode());
        values.put(SYNCHRONOUS.name(), options.synchronous());
        values.put(LOG_STATEMENTS.name(), options.logStatements());
        values.put(READS_WAIT_FOR_FLUSH.name(), options.readsWaitForFlush());
        values.put(FOREIGN_KEYS.name(), options.foreignKeys());
        values.put(READ_ONLY.name(), options.readOnly());
        values.put(IMMUTABLE.name(), options.immutable());
        values.put(MUST_EXIST.name(), options.mustExist());
        values.put(PAGE_SIZE.name(), Objects.requireNonNullElse(options.pageSize(), "that of the file"));
        values.put(TRUSTED_SCHEMA.name(), options.trustedSchema());
        values.put(STRICT_SQL.name(), options.strictSql());
        values.put(PRAGMAS.name(), options.pragmas());
        values.put(LIMITS.name(), options.limits());
        values.put(EXTENSIONS.name(), options.extensions());
        values.put(ATTACH.name(), options.attachments());
        values.put(BUSY_TIMEOUT.name(), options.busyTimeout());
        values.put(READERS.name(), options.readers());
        values.put(STREAM_CONNECTIONS.name(), options.streamConnections());
        values.put(MAX_CONNECTIONS.name(), options.maxConnections());
        values.put(QUEUE_CAPACITY.name(), options.queueCapacity());
        values.put(QUEUE_BYTES.name(), options.queueBytes());
        values.put(OPERATION_TIMEOUT.name(), options.operationTimeout());
        values.put(TRANSACTION_TIMEOUT.name(), options.transactionTimeout());
        values.put(STREAM_TIMEOUT.name(), options.streamTimeout());
        values.put(WATCH_INTERVAL.name(), options.watchInterval());
        values.put(SLOW_OPERATION_TIME.name(), options.slowOperationTime());
        values.put(CALLBACK_EXECUTOR.name(), options.callbackExecutor());
        values.put("codecs, definitions, listeners and tracer", objects);
        ClusterLocation cluster = options.cluster();
        if (cluster != null) {
            values.put(NODE_CONNECT_TIMEOUT.name(), cluster.connectTimeout());
            values.put(NODE_ANSWER_TIMEOUT.name(), cluster.answerTimeout());
            values.put(SOCKET_FACTORY.name(), cluster.socketFactory());
        }
        return values;
    }

    /** Returns a key that is equal for factories of the same database. Asks the file system. */
    Object key() {
        ClusterLocation cluster = options.cluster();
        if (cluster != null) {
            return List.of(Set.copyOf(cluster.nodes()), cluster.database());
        }
        Path file = options.file();
        if (file == null) {
            return memoryName != null ? "memory " + memoryName : new Object();
        }
        try {
            return file.toRealPath();
        } catch (IOException e) {
            // The file does not exist yet; its directory may.
            return realDirectory(file).resolve(file.getFileName());
        }
    }

    private static Path realDirectory(Path file) {
        Path directory = Objects.requireNonNull(file.getParent(), "an absolute file has a parent");
        try {
            return directory.toRealPath();
        } catch (IOException e) {
            return directory;
        }
    }

    /** Names the options in which two settings differ. */
    List<String> differences(DatabaseSettings other) {
        return values.keySet().stream()
                .filter(option -> !Objects.equals(values.get(option), other.values.get(option)))
                .toList();
    }
}
