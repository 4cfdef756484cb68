package io.asyncsqlite.spring.boot.observation;

import io.asyncsqlite.OperationTracer;
import io.asyncsqlite.spring.boot.AsyncSqliteAutoConfiguration;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;

/**
 * Observes the operations of auto-configured databases, unless the application has an {@link OperationTracer} of its own.
 * {@code management.observations.enable.db.client.operation.duration=false} switches it off.
 */
@AutoConfiguration(before = AsyncSqliteAutoConfiguration.class, after = ObservationAutoConfiguration.class)
@ConditionalOnClass({ObservationRegistry.class, ObservationAutoConfiguration.class})
@ConditionalOnBean(ObservationRegistry.class)
@ConditionalOnMissingBean(OperationTracer.class)
public final class AsyncSqliteObservationAutoConfiguration {

    AsyncSqliteObservationAutoConfiguration() {}

    @Bean
    ObservationTracer asyncSqliteObservationTracer(
            ObservationRegistry registry,
            ObjectProvider<OperationObservationConvention> convention,
            ApplicationContext context) {
        return new ObservationTracer(
                registry,
                convention.getIfAvailable(OperationObservationConvention::new),
                ContextCarrier.where(context.getClassLoader()));
    }
}
