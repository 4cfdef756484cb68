package io.asyncsqlite.samples.shortlinks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.migration.MigrationResult;
import io.asyncsqlite.migration.Migrations;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;
import org.springframework.context.event.EventListener;
import org.springframework.core.env.Environment;

/** Starts the application. */
@SpringBootApplication(proxyBeanMethods = false)
@ConfigurationPropertiesScan
class ShortlinksApplication {

    private static final Log LOG = LogFactory.getLog(ShortlinksApplication.class);

    /**
     * Starts the application.
     *
     * @param args properties, such as {@code --server.port=8081}
     */
    public static void main(String[] args) {
        SpringApplication.run(ShortlinksApplication.class, args);
    }

    /** Brings the tables up to date while beans are made, which is before the web server takes a request. */
    @Bean
    MigrationResult migrations(AsyncSqlite database) {
        return migrations().run(database).join();
    }

    static Migrations migrations() {
        return Migrations.builder()
                .resources(
                        ShortlinksApplication.class,
                        "/db",
                        "001-links.sql",
                        "002-counts.sql",
                        "003-search.sql",
                        "004-targets.sql")
                .build();
    }

    @EventListener
    void ready(ApplicationReadyEvent event) {
        Environment environment = event.getApplicationContext().getEnvironment();
        LOG.info("Open http://127.0.0.1:" + environment.getProperty("local.server.port") + "/ in a browser");
    }
}
