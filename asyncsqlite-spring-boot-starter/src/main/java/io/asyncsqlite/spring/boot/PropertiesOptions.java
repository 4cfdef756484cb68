package io.asyncsqlite.spring.boot;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.SqliteAttachment;
import io.asyncsqlite.SqliteExtension;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.internal.sql.Pragma;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;

/** Turns properties into options. A wrong value gives one of Spring Boot's exceptions, which name its place. */
final class PropertiesOptions {

    // Two letters at least: C:\app.db is a path.
    private static final Pattern SCHEME = Pattern.compile("(:|\\p{Alpha}{2,}:).*", Pattern.DOTALL);

    private static final Duration LONGEST = Duration.ofDays(365);

    private final String prefix;
    private final AsyncSqliteProperties properties;
    private final String defaultFile;

    /** The cluster of the properties, if they name one and nothing replaces it. */
    private @Nullable ClusterLocation cluster;

    /**
     * Takes properties.
     *
     * @param prefix their prefix, such as {@code asyncsqlite}
     */
    PropertiesOptions(String prefix, AsyncSqliteProperties properties, String defaultFile) {
        this.prefix = prefix;
        this.properties = properties;
        this.defaultFile = defaultFile;
    }

    /** Starts with the file of the properties, in memory, or in a cluster. */
    SqliteOptions.Builder builder() {
        checkLocation();
        cluster = new ClusterProperties(prefix, properties).location();
        return cluster != null ? with(SqliteOptions.cluster(cluster)) : builder(properties.inMemory() ? null : file());
    }

    /** Starts with another file, or in memory without one. */
    SqliteOptions.Builder builder(@Nullable Path file) {
        return with(file == null ? SqliteOptions.memory() : SqliteOptions.file(file));
    }

    private SqliteOptions.Builder with(SqliteOptions.Builder builder) {
        setOpenOptions(builder);
        setSqliteSettings(builder);
        setThreadsAndQueues(builder);
        setTimes(builder);
        checkShutdownTimeout();
        return builder;
    }

    // Checks first whether a value is there: each method reference costs a starting program some time.

    private void setOpenOptions(SqliteOptions.Builder builder) {
        if (properties.readOnly() != null) {
            set("read-only", properties.readOnly(), SqliteOptions.Builder::readOnly, builder);
        }
        if (properties.immutable() != null) {
            set("immutable", properties.immutable(), SqliteOptions.Builder::immutable, builder);
        }
        if (properties.mustExist() != null) {
            set("must-exist", properties.mustExist(), SqliteOptions.Builder::mustExist, builder);
        }
        if (properties.pageSize() != null) {
            set("page-size", properties.pageSize(), SqliteOptions.Builder::pageSize, builder);
        }
    }

    private void setSqliteSettings(SqliteOptions.Builder builder) {
        if (properties.engine() != null) {
            set("engine", properties.engine(), SqliteOptions.Builder::engine, builder);
        }
        if (properties.journalMode() != null) {
            set("journal-mode", properties.journalMode(), SqliteOptions.Builder::journalMode, builder);
        }
        if (properties.synchronous() != null) {
            set("synchronous", properties.synchronous(), SqliteOptions.Builder::synchronous, builder);
        }
        if (properties.logStatements() != null) {
            set("log-statements", properties.logStatements(), SqliteOptions.Builder::logStatements, builder);
        }
        if (properties.readsWaitForFlush() != null) {
            set(
                    "reads-wait-for-flush",
                    properties.readsWaitForFlush(),
                    SqliteOptions.Builder::readsWaitForFlush,
                    builder);
        }
        if (properties.foreignKeys() != null) {
            set("foreign-keys", properties.foreignKeys(), SqliteOptions.Builder::foreignKeys, builder);
        }
        if (properties.trustedSchema() != null) {
            set("trusted-schema", properties.trustedSchema(), SqliteOptions.Builder::trustedSchema, builder);
        }
        if (properties.strictSql() != null) {
            set("strict-sql", properties.strictSql(), SqliteOptions.Builder::strictSql, builder);
        }
        if (!properties.pragmas().isEmpty()) {
            properties.pragmas().forEach((key, value) -> {
                String name = pragmaName(key);
                set("pragmas." + key, value, (options, given) -> options.pragma(name, given), builder);
            });
        }
        if (!properties.definitions().isEmpty()) {
            set("definitions", properties.definitions(), PropertiesOptions::define, builder);
        }
        setExtensionsAndLimits(builder);
        if (properties.busyTimeout() != null) {
            set("busy-timeout", properties.busyTimeout(), SqliteOptions.Builder::busyTimeout, builder);
        }
    }

    private void setExtensionsAndLimits(SqliteOptions.Builder builder) {
        if (!properties.extensions().isEmpty()) {
            set("extensions", properties.extensions(), PropertiesOptions::load, builder);
        }
        properties.attach().forEach((schema, file) -> {
            String key = "attach." + schema;
            set(key, file, (options, given) -> options.attach(SqliteAttachment.parse(schema, given)), builder);
        });
        properties.limits().forEach((limit, value) -> {
            String key = "limits." + limit.name().toLowerCase(Locale.ROOT).replace('_', '-');
            set(key, value, (options, given) -> options.limit(limit, given), builder);
        });
    }

    private static void load(SqliteOptions.Builder builder, List<String> extensions) {
        extensions.forEach(extension -> builder.extension(SqliteExtension.parse(extension)));
    }

    private static void define(SqliteOptions.Builder builder, List<String> names) {
        names.forEach(name -> builder.define(UserDefined.readyMade(name)));
    }

    /** Finds the PRAGMA of a key. A key has a dash in place of each underscore or, in an environment variable, nothing. */
    private static String pragmaName(String key) {
        String plain = withoutSeparators(key);
        return Arrays.stream(Pragma.values())
                .map(Pragma::pragmaName)
                .filter(name -> withoutSeparators(name).equals(plain))
                .findFirst()
                .orElse(key);
    }

    private static String withoutSeparators(String name) {
        return name.replaceAll("[_-]", "").toLowerCase(Locale.ROOT);
    }

    private void setThreadsAndQueues(SqliteOptions.Builder builder) {
        if (properties.name() != null) {
            set("name", properties.name(), SqliteOptions.Builder::name, builder);
        }
        if (properties.readers() != null) {
            set("readers", properties.readers(), SqliteOptions.Builder::readers, builder);
        }
        if (properties.streamConnections() != null) {
            set(
                    "stream-connections",
                    properties.streamConnections(),
                    SqliteOptions.Builder::streamConnections,
                    builder);
        }
        if (properties.maxConnections() != null) {
            set("max-connections", properties.maxConnections(), SqliteOptions.Builder::maxConnections, builder);
        }
        if (properties.queueCapacity() != null) {
            set("queue-capacity", properties.queueCapacity(), SqliteOptions.Builder::queueCapacity, builder);
        }
        if (properties.queueSize() != null) {
            set("queue-size", properties.queueSize(), (options, size) -> options.queueBytes(size.toBytes()), builder);
        }
        if (properties.queueTimeout() != null) {
            set("queue-timeout", properties.queueTimeout(), SqliteOptions.Builder::queueTimeout, builder);
        }
    }

    private void setTimes(SqliteOptions.Builder builder) {
        if (properties.operationTimeout() != null) {
            set("operation-timeout", properties.operationTimeout(), SqliteOptions.Builder::operationTimeout, builder);
        }
        if (properties.transactionTimeout() != null) {
            set(
                    "transaction-timeout",
                    properties.transactionTimeout(),
                    SqliteOptions.Builder::transactionTimeout,
                    builder);
        }
        if (properties.streamTimeout() != null) {
            set("stream-timeout", properties.streamTimeout(), SqliteOptions.Builder::streamTimeout, builder);
        }
        if (properties.watchInterval() != null) {
            set("watch-interval", properties.watchInterval(), SqliteOptions.Builder::watchInterval, builder);
        }
        if (properties.slowOperationTime() != null) {
            set(
                    "slow-operation-time",
                    properties.slowOperationTime(),
                    SqliteOptions.Builder::slowOperationTime,
                    builder);
        }
    }

    private void checkLocation() {
        if (properties.inMemory()) {
            refuseInMemory("path", properties.path() != null);
            refuseInMemory("read-only", Boolean.TRUE.equals(properties.readOnly()));
            refuseInMemory("immutable", Boolean.TRUE.equals(properties.immutable()));
            refuseInMemory("must-exist", Boolean.TRUE.equals(properties.mustExist()));
        }
    }

    private void refuseInMemory(String key, boolean set) {
        if (set) {
            Set<String> both = Set.of(prefix + "." + key, prefix + ".in-memory");
            throw new MutuallyExclusiveConfigurationPropertiesException(both, both);
        }
    }

    private void checkShutdownTimeout() {
        Duration timeout = properties.shutdownTimeout();
        if (timeout != null && (timeout.isNegative() || timeout.compareTo(LONGEST) > 0)) {
            throw invalid(
                    "shutdown-timeout",
                    timeout,
                    "shutdownTimeout must be from 0 to 365 days, was " + timeout.toMillis() + " ms");
        }
    }

    private Path file() {
        String path = properties.path();
        if (path == null) {
            return Path.of(defaultFile);
        }
        if (path.isBlank() || SCHEME.matcher(path).matches()) {
            throw invalid(
                    "path",
                    path,
                    "it must be the path of a file; " + prefix + ".in-memory=true opens a database in memory");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw invalid("path", path, e.getReason());
        }
    }

    /** Sets a value. It is checked alone before, so that the failure can name its property. */
    private <T> void set(
            String key, T value, BiConsumer<SqliteOptions.Builder, T> setter, SqliteOptions.Builder builder) {
        try {
            SqliteOptions.Builder alone =
                    cluster != null ? SqliteOptions.cluster(cluster) : SqliteOptions.file(Path.of("alone"));
            setter.accept(alone, value);
            alone.build();
        } catch (IllegalArgumentException e) {
            throw invalid(key, value, e.getMessage());
        }
        setter.accept(builder, value);
    }

    private InvalidConfigurationPropertyValueException invalid(String key, Object value, @Nullable String reason) {
        // Intentionally without the cause: Spring Boot 4.0 takes none.
        return new InvalidConfigurationPropertyValueException(prefix + "." + key, value, String.valueOf(reason));
    }
}
