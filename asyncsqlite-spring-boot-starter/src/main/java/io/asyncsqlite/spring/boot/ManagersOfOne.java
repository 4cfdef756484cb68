package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.transaction.ReactiveSqliteTransactionManager;
import io.asyncsqlite.spring.boot.transaction.SqliteTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizers;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Fallback;
import org.springframework.context.annotation.Lazy;
import org.springframework.transaction.TransactionManager;
import reactor.core.publisher.Mono;

/**
 * The transaction managers of a single database. They are made when they are asked for: a program that was processed ahead of time with one
 * database may start with several.
 *
 * <p>Intentionally no {@code BeanRegistrar}: what is generated ahead of time runs it also where the conditions of its configuration do not hold.
 */
final class ManagersOfOne {

    private ManagersOfOne() {}

    private static SqliteTransactionManager blocking(
            AsyncSqlite database, ObjectProvider<TransactionManagerCustomizers> customizers) {
        return customized(new SqliteTransactionManager(database), customizers);
    }

    private static ReactiveSqliteTransactionManager reactive(
            AsyncSqlite database, ObjectProvider<TransactionManagerCustomizers> customizers) {
        return customized(new ReactiveSqliteTransactionManager(database), customizers);
    }

    static <T extends TransactionManager> T customized(
            T manager, ObjectProvider<TransactionManagerCustomizers> customizers) {
        customizers.ifAvailable(all -> all.customize(manager));
        return manager;
    }

    /** {@code @Transactional} without a name uses the reactive manager. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class ReactiveFirst {

        @Bean
        @Lazy
        @Fallback
        SqliteTransactionManager sqliteTransactionManager(
                AsyncSqlite database, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return blocking(database, customizers);
        }

        @Bean
        @Lazy
        ReactiveSqliteTransactionManager reactiveSqliteTransactionManager(
                AsyncSqlite database, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return reactive(database, customizers);
        }
    }

    /** {@code @Transactional} without a name uses the manager for code that waits. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(NotReactiveWeb.class)
    static class BlockingFirst {

        @Bean
        @Lazy
        SqliteTransactionManager sqliteTransactionManager(
                AsyncSqlite database, ObjectProvider<TransactionManagerCustomizers> customizers) {
            return blocking(database, customizers);
        }

        /** Reactor may be absent. */
        @Configuration(proxyBeanMethods = false)
        @ConditionalOnClass(Mono.class)
        static class ReactiveToo {

            @Bean
            @Lazy
            @Fallback
            ReactiveSqliteTransactionManager reactiveSqliteTransactionManager(
                    AsyncSqlite database, ObjectProvider<TransactionManagerCustomizers> customizers) {
                return reactive(database, customizers);
            }
        }
    }

    static final class NotReactiveWeb extends NoneNestedConditions {

        NotReactiveWeb() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
        static class ReactiveWeb {}
    }
}
