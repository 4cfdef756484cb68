package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteListener;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.codec.Codec;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;

/**
 * Opens the database of the application, unless it defines an {@link AsyncSqlite} itself.
 *
 * <p>Opened while the context refreshes, so before the web server starts. Closed when beans are destroyed, so after the web server
 * has drained: requests in flight can still write.
 */
@AutoConfiguration
@ConditionalOnMissingBean(AsyncSqlite.class)
@EnableConfigurationProperties(AsyncSqliteProperties.class)
public final class AsyncSqliteAutoConfiguration {

    AsyncSqliteAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SqliteOptions asyncSqliteOptions(
            AsyncSqliteProperties properties,
            Environment environment,
            ObjectProvider<Codec<?>> codecs,
            ObjectProvider<SqliteListener> listeners,
            ObjectProvider<SqliteOptionsCustomizer> customizers) {
        SqliteOptions.Builder builder =
                new PropertiesOptions(properties, environment.getProperty("spring.application.name")).builder();
        // Of two codecs for a type the one added last wins, of two beans the first in order should.
        List<Codec<?>> reversed = new ArrayList<>(codecs.orderedStream().toList());
        Collections.reverse(reversed);
        reversed.forEach(builder::codec);
        listeners.orderedStream().forEach(builder::listener);
        customizers.orderedStream().forEach(customizer -> customizer.customize(builder));
        return builder.build();
    }

    // Intentionally not a SmartLifecycle: one of the default phase stops before the web server has drained, and
    // Spring's test
    // support pauses them, which would empty a database in memory.
    @Bean(destroyMethod = "close")
    AsyncSqlite asyncSqlite(SqliteOptions options) {
        return AsyncSqlite.open(options);
    }
}
