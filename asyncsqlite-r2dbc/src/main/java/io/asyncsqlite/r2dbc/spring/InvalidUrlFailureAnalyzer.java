package io.asyncsqlite.r2dbc.spring;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Explains a URL for this driver that R2DBC itself refuses. */
final class InvalidUrlFailureAnalyzer extends AbstractFailureAnalyzer<IllegalArgumentException> implements Ordered {

    // Of R2DBC's classes only this one reads URLs.
    private static final String PARSER = "io.r2dbc.spi.ConnectionUrlParser";

    private final UrlProperties properties;

    InvalidUrlFailureAnalyzer(Environment environment) {
        this.properties = new UrlProperties(environment);
    }

    /** Ahead of Spring Boot's. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, IllegalArgumentException cause) {
        boolean byParser = Arrays.stream(cause.getStackTrace())
                .anyMatch(frame -> frame.getClassName().equals(PARSER));
        return byParser && properties.isUrlOfSqlite()
                ? new FailureAnalysis(
                        "'spring.r2dbc.url' is no URL of R2DBC: " + cause.getMessage() + ".",
                        "Write a file of the working directory as 'r2dbc:sqlite:///app.db', an absolute path as"
                                + " 'r2dbc:sqlite:////var/lib/app.db', a database in memory as"
                                + " 'r2dbc:sqlite:mem:///name', and one in a dqlite cluster as"
                                + " 'r2dbc:sqlite:dqlite://h1:9001,h2:9001/app'.",
                        cause)
                : null;
    }
}
