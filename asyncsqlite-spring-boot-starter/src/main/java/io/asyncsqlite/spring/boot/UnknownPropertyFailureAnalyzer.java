package io.asyncsqlite.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Names a key that is no property of a database, and the place where it was set. */
final class UnknownPropertyFailureAnalyzer extends AbstractFailureAnalyzer<UnknownPropertyException> {

    private final Environment environment;

    UnknownPropertyFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnknownPropertyException cause) {
        String property = cause.property();
        return new FailureAnalysis(
                "Property %s%s is unknown: %s."
                        .formatted(property, PropertyOrigins.of(property, environment), cause.getMessage()),
                "Correct the name of %s, or remove it.".formatted(property),
                cause);
    }
}
