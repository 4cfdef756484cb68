package io.asyncsqlite.spring.boot.health;

import io.asyncsqlite.AsyncSqlite;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/** The health of a database that is opened when a bean asks for it: UNKNOWN until then. A health check does not open it. */
final class UnusedDatabaseHealthIndicator implements HealthIndicator {

    private final ConfigurableListableBeanFactory beans;
    private final String bean;

    UnusedDatabaseHealthIndicator(ConfigurableListableBeanFactory beans, String bean) {
        this.beans = beans;
        this.bean = bean;
    }

    @Override
    public Health health() {
        return beans.getSingleton(bean) instanceof AsyncSqlite database
                ? new AsyncSqliteHealthIndicator(database).health()
                : Health.unknown()
                        .withDetail("database", "not opened, because no bean has asked for it")
                        .build();
    }
}
