package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.dao.AsyncSqliteExceptionTranslationAutoConfiguration;
import io.asyncsqlite.spring.boot.health.AsyncSqliteHealthContributorAutoConfiguration;
import io.asyncsqlite.spring.boot.metrics.AsyncSqliteMetricsAutoConfiguration;
import io.asyncsqlite.spring.boot.observation.AsyncSqliteContextPropagationAutoConfiguration;
import io.asyncsqlite.spring.boot.observation.AsyncSqliteObservationAutoConfiguration;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import java.util.Arrays;
import java.util.Map;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.boot.CommandLineRunner;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcAutoConfiguration;
import org.springframework.boot.r2dbc.autoconfigure.R2dbcTransactionManagerAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.transaction.TransactionManager;

/** What is processed ahead of time: on the top level, because Spring Boot looks for what was generated under its simple name. */
@SpringBootConfiguration(proxyBeanMethods = false)
@ImportAutoConfiguration({
    AsyncSqliteAutoConfiguration.class,
    AsyncSqliteTransactionAutoConfiguration.class,
    AsyncSqliteR2dbcAutoConfiguration.class,
    R2dbcAutoConfiguration.class,
    R2dbcTransactionManagerAutoConfiguration.class,
    AsyncSqliteExceptionTranslationAutoConfiguration.class,
    AsyncSqliteHealthContributorAutoConfiguration.class,
    AsyncSqliteMetricsAutoConfiguration.class,
    AsyncSqliteContextPropagationAutoConfiguration.class,
    AsyncSqliteObservationAutoConfiguration.class
})
class AotApplication {

    public static void main(String[] arguments) {
        SpringApplication application = new SpringApplication(AotApplication.class);
        application.setWebApplicationType(WebApplicationType.NONE);
        application.run(arguments);
    }

    @Bean
    MeterRegistry meters() {
        return new SimpleMeterRegistry();
    }

    @Bean
    ObservationRegistry observations() {
        return ObservationRegistry.create();
    }

    @Bean
    CommandLineRunner report(Map<String, AsyncSqlite> databases) {
        return arguments -> databases.forEach((bean, database) -> System.out.println(bean + " has "
                + database.query("SELECT name FROM sqlite_schema WHERE type = 'table'")
                        .mapTo(String.class)
                        .list()
                        .join()));
    }

    @Bean
    CommandLineRunner managers(ListableBeanFactory beans) {
        return arguments ->
                System.out.println("managers " + Arrays.toString(beans.getBeanNamesForType(TransactionManager.class)));
    }
}
