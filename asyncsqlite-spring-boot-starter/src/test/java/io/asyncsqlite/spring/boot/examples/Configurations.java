package io.asyncsqlite.spring.boot.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.WriteResult;
import io.asyncsqlite.spring.boot.SqliteOptionsCustomizer;
import io.asyncsqlite.spring.boot.dao.SqliteExceptionTranslator;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class Configurations {

    // tag::several[]
    @Bean
    Report report(@Qualifier("orders") AsyncSqlite orders, @Qualifier("audit") AsyncSqlite audit) {
        return new Report(orders, audit);
    }
    // end::several[]

    // tag::customizer[]
    @Bean
    SqliteOptionsCustomizer fewReaders() {
        return new SqliteOptionsCustomizer() {
            @Override
            public void customize(String bean, SqliteOptions.Builder builder) {
                if (bean.equals("audit")) {
                    customize(builder);
                }
            }

            @Override
            public void customize(SqliteOptions.Builder builder) {
                builder.readers(1);
            }
        };
    }
    // end::customizer[]

    static SqliteOptionsCustomizer forAll() {
        // tag::customizer-of-all[]
        return builder -> builder.readers(1).transactionTimeout(Duration.ofSeconds(5));
        // end::customizer-of-all[]
    }

    static CompletableFuture<WriteResult> translated(SqliteExceptionTranslator translator, AsyncSqlite database) {
        // tag::translated[]
        return translator.translated(database.execute("INSERT INTO note(body) VALUES (?)", "hi"));
        // end::translated[]
    }

    record Report(AsyncSqlite orders, AsyncSqlite audit) {}
}
