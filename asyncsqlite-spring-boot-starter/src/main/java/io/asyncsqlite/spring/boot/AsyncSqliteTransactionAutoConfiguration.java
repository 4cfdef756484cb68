package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.BlockingSqlite;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqlite;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import io.asyncsqlite.spring.boot.transaction.TransactionAwareBlockingSqlite;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Lazy;
import org.springframework.core.Ordered;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionManager;
import reactor.core.publisher.Mono;

/**
 * Provides transaction managers for the databases of the application, unless it has a transaction manager: a {@link
 * SqliteTransactionManager} and, with Reactor, a {@code ReactiveSqliteTransactionManager} for each database. And provides the beans
 * that take part in their transactions: {@link BlockingSqlite} and {@link ReactiveSqlite}.
 *
 * <p>Of the two managers of a single database {@code @Transactional} uses the reactive one in a reactive web application and the other
 * one elsewhere, unless it names one.
 */
@AutoConfiguration(
        after = {AsyncSqliteAutoConfiguration.class, AsyncSqliteR2dbcAutoConfiguration.class},
        afterName = {
            "org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration",
            "org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration",
            "org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration",
            "org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration",
            "org.springframework.boot.transaction.jta.autoconfigure.JtaAutoConfiguration"
        },
        beforeName = "org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration")
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnClass({PlatformTransactionManager.class, TransactionManagerCustomizers.class})
@ConditionalOnBean(AsyncSqlite.class)
public final class AsyncSqliteTransactionAutoConfiguration {

    AsyncSqliteTransactionAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(AsyncSqlite.class)
    static class One {

        @Bean
        @Lazy // A database that no bean uses stays closed.
        @ConditionalOnMissingBean(BlockingSqlite.class)
        TransactionAwareBlockingSqlite blockingSqlite(AsyncSqlite database) {
            return new TransactionAwareBlockingSqlite(database);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(AsyncSqlite.class)
    @ConditionalOnClass(Mono.class)
    static class OneReactive {

        @Bean
        @Lazy
        @ConditionalOnMissingBean
        ReactiveSqlite reactiveSqlite(AsyncSqlite database, BeanFactory beans) {
            return DatabaseTransactions.reactive(database, beans::getBeanProvider);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnSingleCandidate(AsyncSqlite.class)
    @ConditionalOnMissingBean(TransactionManager.class)
    @Import({ManagersOfOne.ReactiveFirst.class, ManagersOfOne.BlockingFirst.class})
    static class ManagedOne {}

    /** Only if this library has made the databases that the properties name. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DatabaseFactory.class)
    @Import(DatabaseTransactions.Views.class)
    static class Several {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBean(DatabaseFactory.class)
    @ConditionalOnMissingBean(TransactionManager.class)
    @Import(DatabaseTransactions.Managers.class)
    static class ManagersOfSeveral {}
}
