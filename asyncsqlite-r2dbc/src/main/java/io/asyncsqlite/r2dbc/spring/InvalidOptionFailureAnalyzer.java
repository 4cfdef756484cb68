package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.r2dbc.InvalidOptionException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Names an option of R2DBC whose value is refused, and the property that it was set by. */
final class InvalidOptionFailureAnalyzer extends AbstractFailureAnalyzer<InvalidOptionException> implements Ordered {

    private final UrlProperties properties;

    InvalidOptionFailureAnalyzer(Environment environment) {
        this.properties = new UrlProperties(environment);
    }

    /** Ahead of Spring Boot's, which is for every property. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InvalidOptionException cause) {
        String property = properties.propertyOf(cause.option());
        return new FailureAnalysis(
                "The connection factory for SQLite has an option that is refused: " + cause.getMessage() + "."
                        + properties.shown(),
                property == null
                        ? "Correct '" + cause.option()
                                + "' where the options of the connection factory are set, or remove" + " it."
                        : "Correct or remove '" + property + "'.",
                cause);
    }
}
