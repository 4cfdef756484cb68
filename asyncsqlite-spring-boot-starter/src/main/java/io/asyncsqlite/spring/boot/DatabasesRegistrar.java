package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.springframework.beans.factory.BeanRegistrar;
import org.springframework.beans.factory.BeanRegistry;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MutuallyExclusiveConfigurationPropertiesException;
import org.springframework.core.env.Environment;

/** Registers a bean for each of {@code asyncsqlite.databases}, under its key. */
final class DatabasesRegistrar implements BeanRegistrar {

    static final String PREFIX = "asyncsqlite.databases";

    /** Returns the keys. Their values are bound later, when a failure can name its property. */
    static Set<String> names(Environment environment) {
        return children(environment, PREFIX).keySet();
    }

    private static Map<String, Object> children(Environment environment, String prefix) {
        return Binder.get(environment)
                .bind(prefix, Bindable.mapOf(String.class, Object.class))
                .orElseGet(Map::of);
    }

    @Override
    public void register(BeanRegistry registry, Environment environment) {
        refuseThoseOfASingleOne(environment);
        names(environment)
                .forEach(bean -> registry.registerBean(
                        bean,
                        AsyncSqlite.class,
                        spec -> spec.supplier(context -> context.bean(DatabaseFactory.class)
                                .open(bean, context.bean(AsyncSqliteDatabasesProperties.class)))));
    }

    /** Properties of a single database would be ignored. */
    private static void refuseThoseOfASingleOne(Environment environment) {
        Map<String, Object> given = new TreeMap<>();
        children(environment, "asyncsqlite")
                .keySet()
                .forEach(key -> given.put(DataObjectPropertyName.toDashedForm(key), key));
        MutuallyExclusiveConfigurationPropertiesException.throwIfMultipleNonNullValuesIn(entries -> {
            entries.put(PREFIX, PREFIX);
            Arrays.stream(AsyncSqliteProperties.class.getRecordComponents())
                    .map(RecordComponent::getName)
                    .map(DataObjectPropertyName::toDashedForm)
                    .forEach(key -> entries.put("asyncsqlite." + key, given.get(key)));
        });
    }
}
