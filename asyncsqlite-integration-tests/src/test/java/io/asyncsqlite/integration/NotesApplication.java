package io.asyncsqlite.integration;

import io.r2dbc.proxy.ProxyConnectionFactory;
import io.r2dbc.proxy.core.QueryExecutionInfo;
import io.r2dbc.proxy.listener.ProxyExecutionListener;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.r2dbc.ConnectionFactoryDecorator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** A program that says nothing of SQLite but its URL. */
@SpringBootApplication(proxyBeanMethods = false)
class NotesApplication {

    /** Counts the calls through a proxy. */
    static final class SeenQueries implements ProxyExecutionListener {

        final AtomicInteger count = new AtomicInteger();

        @Override
        public void beforeQuery(QueryExecutionInfo info) {
            count.incrementAndGet();
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty("notes.proxy")
    static class Proxied {

        @Bean
        SeenQueries seenQueries() {
            return new SeenQueries();
        }

        @Bean
        ConnectionFactoryDecorator proxy(SeenQueries seen) {
            return factory ->
                    ProxyConnectionFactory.builder(factory).listener(seen).build();
        }
    }
}
