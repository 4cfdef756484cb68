package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
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
        String description = cause.getValue() == null
                ? "Property %s is not set: %s.".formatted(name, cause.getReason())
                : "Property %s has the value '%s'%s, which breaks a rule: %s."
                        .formatted(name, cause.getValue(), PropertyOrigins.of(name, environment), cause.getReason());
        return new FailureAnalysis(
                description,
                cause.getValue() == null
                        ? "Set %s.".formatted(name)
                        : "Set %s to a value that keeps the rule, or remove it to use the default.".formatted(name),
                cause);
    }
}
