package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.core.env.Environment;

/** Describes the place where a property was set. */
final class PropertyOrigins {

    private PropertyOrigins() {}

    static String from(@Nullable Origin origin) {
        return origin == null ? "" : " (from " + origin + ")";
    }

    /** Describes where a property was set that the environment has. */
    static String of(String property, Environment environment) {
        ConfigurationPropertyName name = ConfigurationPropertyName.of(property);
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            ConfigurationProperty found = source.getConfigurationProperty(name);
            if (found != null) {
                return from(found.getOrigin());
            }
        }
        return "";
    }
}
