package io.asyncsqlite.spring.boot.test;

import io.asyncsqlite.r2dbc.SqliteConnectionFactoryProvider;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.ConnectionFactoryOptions;
import java.util.UUID;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.r2dbc.autoconfigure.ApplicationR2dbcScriptDatabaseInitializer;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcConnectionDetails;
import org.springframework.boot.sql.autoconfigure.init.SqlInitializationProperties;
import org.springframework.boot.sql.init.dependency.DatabaseInitializationDependencyConfigurer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Import;

/**
 * Gives tests of Spring Data R2DBC a database in memory of their own if the application names none, and runs its {@code schema.sql} and {@code
 * data.sql}, as Spring Boot does with H2. Only part of {@code @DataR2dbcTest} and {@code @AutoConfigureDataR2dbc}.
 */
@SuppressWarnings("exports")
@AutoConfiguration(
        afterName = "io.asyncsqlite.spring.boot.AsyncSqliteR2dbcAutoConfiguration",
        beforeName = "org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration")
@ConditionalOnClass({SqliteConnectionFactoryProvider.class, R2dbcConnectionDetails.class})
@ConditionalOnMissingClass("io.r2dbc.h2.H2ConnectionFactoryProvider")
@ConditionalOnMissingBean({ConnectionFactory.class, R2dbcConnectionDetails.class})
@Conditional(EmbeddedR2dbcAutoConfiguration.NoUrl.class)
@EnableConfigurationProperties(SqlInitializationProperties.class)
@Import(DatabaseInitializationDependencyConfigurer.class)
public final class EmbeddedR2dbcAutoConfiguration {

    EmbeddedR2dbcAutoConfiguration() {}

    @Bean
    R2dbcConnectionDetails embeddedSqliteConnectionDetails() {
        // Contexts of tests live at the same time.
        String url = "r2dbc:sqlite:mem:///test-" + UUID.randomUUID();
        return () -> ConnectionFactoryOptions.parse(url);
    }

    @Bean
    @ConditionalOnMissingBean
    ApplicationR2dbcScriptDatabaseInitializer embeddedSqliteScripts(
            ConnectionFactory factory, SqlInitializationProperties properties) {
        return new ApplicationR2dbcScriptDatabaseInitializer(factory, properties) {
            @Override
            protected boolean isEmbeddedDatabase() {
                return true;
            }
        };
    }

    static final class NoUrl extends NoneNestedConditions {

        NoUrl() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnProperty("spring.r2dbc.url")
        static final class Url {}
    }
}
