package io.asyncsqlite.samples.shortlinks;

import io.asyncsqlite.AsyncSqlite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/** Creates the tables while the beans are made, so before the web server accepts a request. */
@Component
final class Schema implements InitializingBean {

    private final AsyncSqlite database;

    Schema(AsyncSqlite database) {
        this.database = database;
    }

    @Override
    public void afterPropertiesSet() {
        // Waiting is right here: this is the main thread, and nothing works without the tables.
        database.executeScript(script()).join();
    }

    private static String script() {
        try {
            return new ClassPathResource("schema.sql").getContentAsString(StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
