package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.r2dbc.spring.SqliteR2dbcAutoConfiguration;
import io.r2dbc.spi.ConnectionFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.r2dbc.connection.TransactionAwareConnectionFactoryProxy;
import org.springframework.r2dbc.core.DatabaseClient;

/** Several beans wrap one connection factory: the database closes after all of them and their users. */
@Timeout(60)
class SharedFactoryTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource
    void aBeanWritesInDestroyBesideAWrapper(BridgeTests.Way way) throws Exception {
        Path file = directory.resolve("notes.db");
        way.of(runner(), file).run(context -> {
            context.getBean(LastWords.class).client.sql("SELECT 1").then().block();
            context.close();
            assertThat(Path.of(file + "-wal")).doesNotExist();
        });

        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                ResultSet written = connection.createStatement().executeQuery("SELECT body FROM last")) {
            assertThat(written.getString(1)).isEqualTo("in destroy()");
        }
    }

    @Test
    void aUrlIsOpenAtTheStart() {
        Path file = directory.resolve("notes.db");
        BridgeTests.Way.URL.of(runner(), file).run(context -> assertThat(file).exists());
    }

    private static ApplicationContextRunner runner() {
        return new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(
                        AsyncSqliteAutoConfiguration.class,
                        AsyncSqliteR2dbcAutoConfiguration.class,
                        SqliteR2dbcAutoConfiguration.class,
                        R2dbcAutoConfiguration.class))
                .withUserConfiguration(Wrapping.class);
    }

    private static final class LastWords implements DisposableBean {

        private final DatabaseClient client;

        LastWords(DatabaseClient client) {
            this.client = client;
        }

        @Override
        public void destroy() {
            client.sql("CREATE TABLE last AS SELECT 'in destroy()' AS body")
                    .then()
                    .block();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Wrapping {

        @Bean
        LastWords lastWords(@Qualifier("connectionFactory") ConnectionFactory factory) {
            return new LastWords(DatabaseClient.create(factory));
        }

        // Made after the bean that writes in destroy(), so destroyed before it.
        @Bean(defaultCandidate = false)
        TransactionAwareConnectionFactoryProxy wrapper(
                @Qualifier("connectionFactory") ConnectionFactory factory, LastWords before) {
            return new TransactionAwareConnectionFactoryProxy(factory);
        }
    }
}
