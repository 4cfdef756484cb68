package io.asyncsqlite.spring.boot.examples;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

@Configuration(proxyBeanMethods = false)
class ManagerConfiguration {

    // tag::manager[]
    @Bean(defaultCandidate = false)
    SqliteTransactionManager notesTransactionManager(AsyncSqlite database) {
        return new SqliteTransactionManager(database);
    }
    // end::manager[]
}
