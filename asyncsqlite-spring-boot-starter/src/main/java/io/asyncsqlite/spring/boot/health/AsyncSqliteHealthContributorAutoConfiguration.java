package io.asyncsqlite.spring.boot.health;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.health.autoconfigure.contributor.CompositeHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.context.annotation.Bean;

/** Contributes the health of all databases in the context as {@code asyncSqlite}; several appear by the names of their beans. */
@AutoConfiguration(after = AsyncSqliteAutoConfiguration.class)
@ConditionalOnClass({HealthContributor.class, ConditionalOnEnabledHealthIndicator.class})
@ConditionalOnBean(AsyncSqlite.class)
@ConditionalOnEnabledHealthIndicator("asyncsqlite")
public final class AsyncSqliteHealthContributorAutoConfiguration
        extends CompositeHealthContributorConfiguration<AsyncSqliteHealthIndicator, AsyncSqlite> {

    private static final String DATABASE = "asyncSqlite";

    AsyncSqliteHealthContributorAutoConfiguration() {
        super(AsyncSqliteHealthIndicator::new);
    }

    @Bean
    @ConditionalOnMissingBean(name = {"asyncSqliteHealthIndicator", "asyncSqliteHealthContributor"})
    HealthContributor asyncSqliteHealthContributor(ConfigurableListableBeanFactory beanFactory) {
        return isOpenedLater(beanFactory)
                ? new UnusedDatabaseHealthIndicator(beanFactory, DATABASE)
                : createContributor(beanFactory, AsyncSqlite.class);
    }

    private static boolean isOpenedLater(ConfigurableListableBeanFactory beans) {
        return beans.containsBeanDefinition(DATABASE)
                && beans.getBeanDefinition(DATABASE).isLazyInit();
    }
}
