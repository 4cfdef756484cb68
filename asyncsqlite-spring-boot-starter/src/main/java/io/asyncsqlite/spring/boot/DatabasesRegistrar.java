package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteProperties.Dqlite;
import io.asyncsqlite.spring.boot.AsyncSqliteProperties.Init;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.ConfigurationPropertyState;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.core.env.Environment;

/** Registers a bean for each of {@code asyncsqlite.databases}, under its key. */
final class DatabasesRegistrar implements BeanRegistrar {

    static final String PREFIX = "asyncsqlite.databases";

    private static final ConfigurationPropertyName DATABASES = ConfigurationPropertyName.of(PREFIX);

    /**
     * Returns the keys. Their values are bound later, when a failure can name its property.
     *
     * <p>Environment variables cannot contain a dash: AUDITLOG means {@code audit-log} if there is such a key.
     */
    static Set<String> names(Environment environment) {
        if (isUnconfigured(environment)) {
            return Set.of();
        }
        Map<String, String> names = new LinkedHashMap<>();
        for (String name : children(environment, PREFIX).keySet()) {
            names.merge(uniform(name), name, (one, other) -> one.equals(uniform(one)) ? other : one);
        }
        return new LinkedHashSet<>(names.values());
    }

    /** Looks without binding: binding costs a starting program time, and this method is called more than once. */
    private static boolean isUnconfigured(Environment environment) {
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source.containsDescendantOf(DATABASES) != ConfigurationPropertyState.ABSENT
                    || source.getConfigurationProperty(DATABASES) != null) {
                return false;
            }
        }
        return true;
    }

    private static String uniform(String name) {
        return name.replaceAll("[^\\p{Alnum}]", "").toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> children(Environment environment, String prefix) {
        return Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .orElseGet(Map::of);
    }

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        refuseSingleDatabaseProperties(environment);
        Set<String> names = names(environment);
        names.forEach(bean -> refuseUnknownProperties(environment, PREFIX + "." + bean, AsyncSqliteProperties.class));
        names.forEach(bean -> refuseUnknownProperties(environment, PREFIX + "." + bean + ".init", Init.class));
        names.forEach(bean -> refuseUnknownProperties(environment, PREFIX + "." + bean + ".dqlite", Dqlite.class));
        names.forEach(bean -> registry.registerBean(
                bean,
                AsyncSqlite.class,
                spec -> spec.supplier(context -> context.bean(DatabaseFactory.class)
                        .open(bean, context.bean(AsyncSqliteDatabasesProperties.class)))));
    }

    /** Refuses properties of a single database, because they would be ignored. */
    private static void refuseSingleDatabaseProperties(Environment environment) {
        Set<String> together = new TreeSet<>(Set.of(PREFIX));
        Set<String> single = properties(AsyncSqliteProperties.class);
        for (String key : children(environment, "asyncsqlite").keySet()) {
            String dashed = DataObjectPropertyName.toDashedForm(key);
            if (single.contains(dashed)) {
                together.add("asyncsqlite." + dashed);
            }
        }
        if (together.size() > 1) {
            throw new MutuallyExclusiveConfigurationPropertiesException(together, together);
        }
    }

    /** Refuses keys that would be ignored, such as misspelt ones. */
    private static void refuseUnknownProperties(Environment environment, String prefix, Class<?> type) {
        Set<String> known = properties(type);
        Set<String> uniform = known.stream().map(DatabasesRegistrar::uniform).collect(Collectors.toSet());
        for (String key : children(environment, prefix).keySet()) {
            if (!uniform.contains(uniform(key))) {
                throw new UnknownPropertyException(prefix + "." + DataObjectPropertyName.toDashedForm(key), known);
            }
        }
    }

    private static Set<String> properties(Class<?> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> DataObjectPropertyName.toDashedForm(component.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
