package io.asyncsqlite.spring.boot;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.util.ClassUtils;

/**
 * Explains what to do if the driver is on the class path and no URL is set: Spring Boot's own explanation is about other
 * databases.
 */
final class R2dbcUrlFailureAnalyzer implements FailureAnalyzer, Ordered {

    // Spring Boot's, of a class that others cannot see.
    private static final String MISSING_URL = "ConnectionFactoryBeanCreationException";

    /** Ahead of Spring Boot's. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause.getClass().getSimpleName().equals(MISSING_URL) && isDriverPresent()) {
                return new FailureAnalysis(
                        "Spring Boot would make a connection factory of R2DBC but has no URL: " + cause.getMessage()
                                + ".",
                        "Set 'asyncsqlite.r2dbc.enabled=true' for one on the database that the application has, set"
                                + " 'spring.r2dbc.url=r2dbc:sqlite:///app.db' for one of its own, or remove"
                                + " asyncsqlite-r2dbc from the class path.",
                        cause);
            }
        }
        return null;
    }

    private static boolean isDriverPresent() {
        return ClassUtils.isPresent(
                "io.asyncsqlite.r2dbc.SqliteConnectionFactory", R2dbcUrlFailureAnalyzer.class.getClassLoader());
    }
}
