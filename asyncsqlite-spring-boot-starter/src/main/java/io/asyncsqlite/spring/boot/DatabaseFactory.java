package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.codec.Codec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/** Makes options of properties and beans, and opens databases. */
final class DatabaseFactory {

    /** The bean of a single database. */
    static final String ONE = "asyncSqlite";

    private static final Duration SHUTDOWN_TIMEOUT = Duration.ofSeconds(20);

    private final Environment environment;
    private final InitializationScripts scripts;
    private final @Nullable AsyncSqliteConnectionDetails connectionDetails;
    private final ObjectProvider<Codec<?>> codecs;
    private final ObjectProvider<UserDefined> definitions;
    private final ObjectProvider<SqliteListener> listeners;
    private final ObjectProvider<OperationTracer> tracer;
    private final ObjectProvider<SqliteOptionsCustomizer> customizers;

    DatabaseFactory(
            Environment environment,
            InitializationScripts scripts,
            @Nullable AsyncSqliteConnectionDetails connectionDetails,
            ObjectProvider<Codec<?>> codecs,
            ObjectProvider<UserDefined> definitions,
            ObjectProvider<SqliteListener> listeners,
            ObjectProvider<OperationTracer> tracer,
            ObjectProvider<SqliteOptionsCustomizer> customizers) {
        this.environment = environment;
        this.scripts = scripts;
        this.connectionDetails = connectionDetails;
        this.codecs = codecs;
        this.definitions = definitions;
        this.listeners = listeners;
        this.tracer = tracer;
        this.customizers = customizers;
    }

    /** Opens one of several databases. */
    AsyncSqlite open(String bean, AsyncSqliteDatabasesProperties properties) {
        AsyncSqliteProperties own =
                Objects.requireNonNull(properties.databases().get(bean), bean);
        return open(bean, options(bean, own), own);
    }

    AsyncSqlite open(String bean, SqliteOptions options, AsyncSqliteProperties properties) {
        return new ManagedSqlite(
                options,
                Objects.requireNonNullElse(properties.shutdownTimeout(), SHUTDOWN_TIMEOUT),
                database -> scripts.run(prefix(bean), properties.init(), database));
    }

    SqliteOptions options(String bean, AsyncSqliteProperties properties) {
        SqliteOptions.Builder builder = located(bean, properties);
        if (!bean.equals(ONE) && properties.name() == null) {
            builder.name(bean);
        }
        // Of two codecs for a type the one added last wins; of two beans the first in order should win.
        List<Codec<?>> reversed = new ArrayList<>(codecs.orderedStream().toList());
        Collections.reverse(reversed);
        reversed.forEach(builder::codec);
        definitions.orderedStream().forEach(builder::define);
        listeners.orderedStream().forEach(builder::listener);
        tracer.ifAvailable(builder::tracer);
        customizers.orderedStream().forEach(customizer -> customizer.customize(bean, builder));
        return builder.build();
    }

    private SqliteOptions.Builder located(String bean, AsyncSqliteProperties properties) {
        PropertiesOptions options = new PropertiesOptions(prefix(bean), properties, defaultFile(bean));
        return connectionDetails == null ? options.builder() : options.builder(connectionDetails.file(bean));
    }

    private String defaultFile(String bean) {
        String name = bean.equals(ONE) ? environment.getProperty("spring.application.name") : bean;
        return (StringUtils.hasText(name) ? name : "application") + ".db";
    }

    /** Returns the prefix of the properties of a database. */
    static String prefix(String bean) {
        return bean.equals(ONE) ? "asyncsqlite" : DatabasesRegistrar.PREFIX + "." + bean;
    }
}
