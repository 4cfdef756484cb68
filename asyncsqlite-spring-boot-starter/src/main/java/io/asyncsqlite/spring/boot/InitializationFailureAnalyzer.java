package io.asyncsqlite.spring.boot;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Explains what to do if a script is missing or failed. */
final class InitializationFailureAnalyzer extends AbstractFailureAnalyzer<InitializationFailedException> {

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, InitializationFailedException cause) {
        return new FailureAnalysis(
                "A script of " + cause.property() + " cannot be run: " + cause.getMessage(),
                "Correct the script, of which nothing was kept, or '" + cause.property()
                        + "'. Put 'optional:' in front of a location that may be missing; use IF NOT EXISTS in scripts that run at "
                        + "each start, or set '" + cause.property().replaceFirst("[^.]*$", "mode") + "=empty'.",
                cause);
    }
}
