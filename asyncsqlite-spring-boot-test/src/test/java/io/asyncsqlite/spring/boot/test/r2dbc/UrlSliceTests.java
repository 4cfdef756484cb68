package io.asyncsqlite.spring.boot.test.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.r2dbc.SqliteConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Wrapped;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurationPackage;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.r2dbc.test.autoconfigure.AutoConfigureDataR2dbc;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/** The auto-configuration of the slice with a URL. */
@Timeout(60)
class UrlSliceTests {

    @Test
    void theDatabaseClosesWithTheContext() {
        SqliteConnectionFactory factory;
        try (ConfigurableApplicationContext context = new SpringApplicationBuilder(Slice.class)
                .web(WebApplicationType.NONE)
                .properties(Map.of("spring.r2dbc.url", "r2dbc:sqlite:mem:///slice", "spring.main.banner-mode", "off"))
                .run()) {
            factory = ((Wrapped<?>) context.getBean(ConnectionFactory.class)).unwrap(SqliteConnectionFactory.class);
            assertThat(threads()).isNotZero();
        }

        assertThat(factory.create().onErrorComplete().blockOptional()).isEmpty();
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("asyncsqlite-writer-slice"))
                .count();
    }

    @Configuration(proxyBeanMethods = false)
    @AutoConfigurationPackage
    @AutoConfigureDataR2dbc
    @ImportAutoConfiguration
    static class Slice {}
}
