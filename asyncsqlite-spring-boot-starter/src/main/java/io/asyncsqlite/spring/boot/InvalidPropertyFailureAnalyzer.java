package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.origin.Origin;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Names a property of this starter whose value is out of its range, the value, the rule and the place where it was set. */
final class InvalidPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidConfigurationPropertyValueException>
        implements Ordered {

    private final Environment environment;

    InvalidPropertyFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    /** Ahead of Spring Boot's, which is for every property. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(
            Throwable rootFailure, InvalidConfigurationPropertyValueException cause) {
        String name = cause.getName();
        if (!name.startsWith("asyncsqlite.")) {
            return null;
        }
        String description = "Property %s has the value '%s'%s, which breaks a rule: %s."
                .formatted(name, cause.getValue(), PropertyOrigins.from(origin(name)), cause.getReason());
        return new FailureAnalysis(
                description,
                "Set %s to a value that keeps the rule, or remove it to use the default.".formatted(name),
                cause);
    }

    private @Nullable Origin origin(String name) {
        for (var source : ConfigurationPropertySources.get(environment)) {
            var property = source.getConfigurationProperty(ConfigurationPropertyName.of(name));
            if (property != null) {
                return property.getOrigin();
            }
        }
        return null;
    }
}
