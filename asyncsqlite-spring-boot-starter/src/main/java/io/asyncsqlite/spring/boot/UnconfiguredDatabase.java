package io.asyncsqlite.spring.boot;

import io.asyncsqlite.SqliteOptions;
import java.util.Set;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Leaves a database closed that the application has not configured, until a bean asks for it: an application that uses R2DBC by a URL alone gets
 * no second file.
 */
final class UnconfiguredDatabase implements BeanFactoryPostProcessor, Ordered {

    private static final String OPTIONS = "asyncSqliteOptions";
    private static final ConfigurationPropertyName PREFIX = ConfigurationPropertyName.of("asyncsqlite");
    private static final int AFTER_INITIALIZATION_ORDER = 20;

    @Override
    public int getOrder() {
        return AFTER_INITIALIZATION_ORDER;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (AotDetector.useGeneratedArtifacts()
                || !beans.containsBeanDefinition(DatabaseFactory.ONE)
                || isConfigured(beans)) {
            return;
        }
        beans.getBeanDefinition(DatabaseFactory.ONE).setLazyInit(true);
        // It runs no scripts, so other beans have nothing to wait for.
        for (String name : beans.getBeanDefinitionNames()) {
            BeanDefinition definition = beans.getBeanDefinition(name);
            InitializationOrder.waitForNone(Set.of(DatabaseFactory.ONE), definition);
        }
        if (beans.containsBeanDefinition(OPTIONS)) {
            beans.getBeanDefinition(OPTIONS).setLazyInit(true);
        }
    }

    private static boolean isConfigured(ConfigurableListableBeanFactory beans) {
        return beans.getBeanNamesForType(AsyncSqliteConnectionDetails.class, true, false).length > 0
                || (!beans.containsBeanDefinition(OPTIONS)
                        && beans.getBeanNamesForType(SqliteOptions.class, true, false).length > 0)
                || isAnyPropertySet(beans.getBean(Environment.class));
    }

    private static boolean isAnyPropertySet(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.containsDescendantOf(PREFIX) != ConfigurationPropertyState.ABSENT) {
                return true;
            }
        }
        return false;
    }
}
