package io.asyncsqlite.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what to do with an older Spring Boot. */
final class UnsupportedSpringBootFailureAnalyzer extends AbstractFailureAnalyzer<UnsupportedSpringBootException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, UnsupportedSpringBootException cause) {
        return new FailureAnalysis(
                cause.getMessage() + ".",
                "Update Spring Boot, or remove the starter and make a bean of AsyncSqlite.open yourself.",
                cause);
    }
}
