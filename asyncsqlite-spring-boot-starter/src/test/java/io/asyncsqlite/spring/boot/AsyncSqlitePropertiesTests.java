package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.codec.Codec;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.ResolvableType;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.io.DefaultResourceLoader;
import org.springframework.mock.env.MockEnvironment;

class AsyncSqlitePropertiesTests {

    private final ApplicationContextRunner runner =
            new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AsyncSqliteAutoConfiguration.class));

    @Test
    void theFileIsNamedAfterTheApplication() {
        assertThat(options(Map.of(), "orders").file())
                .isEqualTo(Path.of("orders.db").toAbsolutePath());
    }

    @Test
    void theFileOfANamelessApplicationIsApplicationDb() {
        assertThat(options(Map.of(), null).file())
                .isEqualTo(Path.of("application.db").toAbsolutePath());
        assertThat(options(Map.of(), " ").file())
                .isEqualTo(Path.of("application.db").toAbsolutePath());
    }

    @Test
    void relativePathIsResolvedAgainstTheWorkingDirectory() {
        assertThat(options(Map.of("asyncsqlite.path", "META-INF/spring.factories"), null)
                        .file())
                .isEqualTo(Path.of("META-INF/spring.factories").toAbsolutePath());
    }

    @ParameterizedTest
    @ValueSource(strings = {":memory:", "file:app.db?mode=memory", "jdbc:sqlite:app.db", ":resource:app.db", ""})
    void aPathThatIsNoneIsRefused(String path) {
        runner.withPropertyValues("asyncsqlite.path=" + path)
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("asyncsqlite.path")
                        .hasMessageContaining("asyncsqlite.in-memory=true"));
    }

    @Test
    void aPathThatTheSystemCannotHaveIsRefused() {
        runner.withInitializer(context -> context.getEnvironment()
                        .getPropertySources()
                        .addFirst(new MapPropertySource("test", Map.of("asyncsqlite.path", "a\0b.db"))))
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(InvalidConfigurationPropertyValueException.class)
                        .hasMessageContaining("asyncsqlite.path"));
    }

    @Test
    void pathAndInMemoryExcludeEachOther() {
        runner.withPropertyValues("asyncsqlite.path=app.db", "asyncsqlite.in-memory=true")
                .run(context -> assertThat(context)
                        .getFailure()
                        .rootCause()
                        .isInstanceOf(MutuallyExclusiveConfigurationPropertiesException.class)
                        .hasMessageContaining("asyncsqlite.path")
                        .hasMessageContaining("asyncsqlite.in-memory"));
    }

    @ParameterizedTest
    @CsvSource({
        "readers, 0, readers must be from 1 to 64",
        "stream-connections, 0, streamConnections must be from 1 to 1024",
        "max-connections, 0, maxConnections must be from 1 to 10000",
        "queue-capacity, 0, queueCapacity must be from 1",
        "queue-size, 0B, queueBytes must be from 1",
        "busy-timeout, -1s, busyTimeout must be from 0",
        "queue-timeout, -1s, queueTimeout must be from 0",
        "operation-timeout, 0s, operationTimeout must be more than 0",
        "transaction-timeout, 0s, transactionTimeout must be more than 0",
        "stream-timeout, 0s, streamTimeout must be more than 0",
        "slow-operation-time, 0s, slowOperationTime must be more than 0",
        "shutdown-timeout, -1s, shutdownTimeout must be from 0",
        "name, ' ', name must not be blank"
    })
    void aValueOutOfItsRangeFailsTheStartAndIsNamed(String key, String value, String reason) {
        runner.withPropertyValues("asyncsqlite.in-memory=true", "asyncsqlite." + key + "=" + value)
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(InvalidConfigurationPropertyValueException.class.getName())
                        .hasStackTraceContaining("Property asyncsqlite." + key + " with value")
                        .hasStackTraceContaining(reason));
    }

    @Test
    void anUnknownJournalModeFailsTheStartAndIsNamed() {
        runner.withPropertyValues("asyncsqlite.in-memory=true", "asyncsqlite.journal-mode=sometimes")
                .run(context -> assertThat(context.getStartupFailure())
                        .hasStackTraceContaining(BindException.class.getName())
                        .hasStackTraceContaining("asyncsqlite.journal-mode")
                        .hasStackTraceContaining("sometimes"));
    }

    private static SqliteOptions options(Map<String, String> properties, @Nullable String applicationName) {
        Binder binder = new Binder(new MapConfigurationPropertySource(properties));
        MockEnvironment environment = new MockEnvironment();
        if (applicationName != null) {
            environment.setProperty("spring.application.name", applicationName);
        }
        StaticListableBeanFactory none = new StaticListableBeanFactory();
        return new DatabaseFactory(
                        environment,
                        new InitializationScripts(new DefaultResourceLoader()),
                        null,
                        none.getBeanProvider(ResolvableType.forClass(Codec.class)),
                        none.getBeanProvider(UserDefined.class),
                        none.getBeanProvider(SqliteListener.class),
                        none.getBeanProvider(OperationTracer.class),
                        none.getBeanProvider(SqliteOptionsCustomizer.class))
                .options(DatabaseFactory.ONE, binder.bindOrCreate("asyncsqlite", AsyncSqliteProperties.class));
    }
}
