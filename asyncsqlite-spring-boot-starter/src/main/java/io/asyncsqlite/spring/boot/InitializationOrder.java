package io.asyncsqlite.spring.boot;

import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import org.springframework.aot.AotDetector;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.Ordered;

/**
 * Lets the scripts of Spring Boot over R2DBC run after migrations and databases. Spring Boot lets everything else that initializes a database wait for
 * these scripts. They may need a connection factory on a database, and this database would wait for them.
 */
final class InitializationOrder implements BeanFactoryPostProcessor, Ordered {

    // Spring Boot marks each bean that initializes a database with the class that has found it.
    private static final String DETECTOR = "org.springframework.boot.sql.init.dependency.DatabaseInitializerDetector";
    private static final String R2DBC_SCRIPTS =
            "org.springframework.boot.r2dbc.init.R2dbcScriptDatabaseInitializerDetector";

    private static final int AFTER_SPRING_BOOT = 10;

    @Override
    public int getOrder() {
        return AFTER_SPRING_BOOT;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        if (AotDetector.useGeneratedArtifacts()) {
            // Done when they were generated.
            return;
        }
        Set<String> scripts = new LinkedHashSet<>();
        Set<String> others = new LinkedHashSet<>();
        for (String name : beans.getBeanDefinitionNames()) {
            Object detector = beans.getBeanDefinition(name).getAttribute(DETECTOR);
            if (detector != null) {
                (detector.equals(R2DBC_SCRIPTS) ? scripts : others).add(name);
            }
        }
        if (!scripts.isEmpty()) {
            others.forEach(name -> waitForNone(scripts, beans.getBeanDefinition(name)));
            scripts.forEach(name -> waitForAll(others, beans.getBeanDefinition(name)));
        }
    }

    static void waitForNone(Set<String> names, BeanDefinition bean) {
        String[] before = bean.getDependsOn();
        if (before != null) {
            bean.setDependsOn(
                    Arrays.stream(before).filter(name -> !names.contains(name)).toArray(String[]::new));
        }
    }

    private static void waitForAll(Set<String> names, BeanDefinition bean) {
        String[] before = bean.getDependsOn();
        bean.setDependsOn(Stream.concat(Stream.ofNullable(before).flatMap(Arrays::stream), names.stream())
                .distinct()
                .toArray(String[]::new));
    }
}
