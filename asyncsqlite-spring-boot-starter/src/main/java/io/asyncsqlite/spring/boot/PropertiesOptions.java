package io.asyncsqlite.spring.boot;

import io.asyncsqlite.SqliteOptions;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.util.StringUtils;

/** Turns properties into options. Spring Boot's exceptions tell the user where a wrong value comes from. */
final class PropertiesOptions {

    // Two letters at least: C:\app.db is a path.
    private static final Pattern SCHEME = Pattern.compile("(:|\\p{Alpha}{2,}:).*", Pattern.DOTALL);

    private final AsyncSqliteProperties properties;
    private final @Nullable String applicationName;

    PropertiesOptions(AsyncSqliteProperties properties, @Nullable String applicationName) {
        this.properties = properties;
        this.applicationName = applicationName;
    }

    SqliteOptions.Builder builder() {
        SqliteOptions.Builder builder = start();
        set("name", properties.name(), SqliteOptions.Builder::name, builder);
        set("engine", properties.engine(), SqliteOptions.Builder::engine, builder);
        set("journal-mode", properties.journalMode(), SqliteOptions.Builder::journalMode, builder);
        set("synchronous", properties.synchronous(), SqliteOptions.Builder::synchronous, builder);
        set("foreign-keys", properties.foreignKeys(), SqliteOptions.Builder::foreignKeys, builder);
        set("busy-timeout", properties.busyTimeout(), SqliteOptions.Builder::busyTimeout, builder);
        set("readers", properties.readers(), SqliteOptions.Builder::readers, builder);
        set("queue-capacity", properties.queueCapacity(), SqliteOptions.Builder::queueCapacity, builder);
        set("queue-size", properties.queueSize(), (options, size) -> options.queueBytes(size.toBytes()), builder);
        set("queue-timeout", properties.queueTimeout(), SqliteOptions.Builder::queueTimeout, builder);
        set("operation-timeout", properties.operationTimeout(), SqliteOptions.Builder::operationTimeout, builder);
        set("transaction-timeout", properties.transactionTimeout(), SqliteOptions.Builder::transactionTimeout, builder);
        set("stream-timeout", properties.streamTimeout(), SqliteOptions.Builder::streamTimeout, builder);
        return builder;
    }

    private SqliteOptions.Builder start() {
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put("asyncsqlite.path", properties.path());
            entries.put("asyncsqlite.in-memory", properties.inMemory() ? true : null);
        });
        return properties.inMemory() ? SqliteOptions.memory() : SqliteOptions.file(file());
    }

    private Path file() {
        String path = properties.path();
        if (path == null) {
            return Path.of((StringUtils.hasText(applicationName) ? applicationName : "application") + ".db");
        }
        if (path.isBlank() || SCHEME.matcher(path).matches()) {
            throw invalid(
                    "path",
                    path,
                    "It must be the path of a file; asyncsqlite.in-memory=true opens a database in memory.");
        }
        try {
            return Path.of(path);
        } catch (InvalidPathException e) {
            throw invalid("path", path, e.getReason());
        }
    }

    /** Sets a value that is present, having had it checked alone, so that the failure can name its property. */
    private static <T> void set(
            String key, @Nullable T value, BiConsumer<SqliteOptions.Builder, T> setter, SqliteOptions.Builder builder) {
        if (value == null) {
            return;
        }
        try {
            SqliteOptions.Builder alone = SqliteOptions.memory();
            setter.accept(alone, value);
            alone.build();
        } catch (IllegalArgumentException e) {
            throw invalid(key, value, e.getMessage());
        }
        setter.accept(builder, value);
    }

    private static InvalidConfigurationPropertyValueException invalid(
            String key, Object value, @Nullable String reason) {
        // Intentionally without the cause: Spring Boot 4.0 takes none.
        return new InvalidConfigurationPropertyValueException("asyncsqlite." + key, value, String.valueOf(reason));
    }
}
