package io.asyncsqlite.spring.boot.dao;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.dao.support.PersistenceExceptionTranslator;

/** Contributes a {@link SqliteExceptionTranslator} where spring-tx is on the class path. */
@AutoConfiguration
@ConditionalOnClass(PersistenceExceptionTranslator.class)
public final class AsyncSqliteExceptionTranslationAutoConfiguration {

    AsyncSqliteExceptionTranslationAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    SqliteExceptionTranslator asyncSqliteExceptionTranslator() {
        return new SqliteExceptionTranslator();
    }
}
