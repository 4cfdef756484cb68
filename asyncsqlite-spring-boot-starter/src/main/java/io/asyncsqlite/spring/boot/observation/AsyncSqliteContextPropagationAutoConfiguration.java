package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.context.ContextSnapshotFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

/**
 * Carries the caller's context to callbacks, if operations are not observed and Micrometer's context propagation is on the class
 * path.
 */
@AutoConfiguration(before = AsyncSqliteAutoConfiguration.class, after = AsyncSqliteObservationAutoConfiguration.class)
@ConditionalOnClass(ContextSnapshotFactory.class)
@ConditionalOnMissingBean(OperationTracer.class)
public final class AsyncSqliteContextPropagationAutoConfiguration {

    AsyncSqliteContextPropagationAutoConfiguration() {}

    @Bean
    ContextTracer asyncSqliteContextTracer() {
        return new ContextTracer(new SnapshotCarrier());
    }
}
