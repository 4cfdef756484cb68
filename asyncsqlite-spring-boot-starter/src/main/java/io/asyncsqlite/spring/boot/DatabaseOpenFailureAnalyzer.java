package io.asyncsqlite.spring.boot;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.ResultCode;
import java.io.IOException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Says what to do about a database that cannot be opened. */
final class DatabaseOpenFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseOpenException> {

    private static final int PERM = 3;
    private static final int BUSY = 5;
    private static final int READONLY = 8;
    private static final int CORRUPT = 11;
    private static final int CANTOPEN = 14;
    private static final int NOTADB = 26;

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DatabaseOpenException cause) {
        return new FailureAnalysis(cause.getMessage(), action(cause), cause);
    }

    private static String action(DatabaseOpenException cause) {
        ResultCode code = cause.code();
        if (code == null) {
            return cause.getCause() instanceof IOException ? accessAction() : pathAction();
        }
        return switch (code.primary()) {
            case NOTADB, CORRUPT ->
                "Set 'asyncsqlite.path' to a SQLite database that is not encrypted or damaged, "
                        + "or move the file away to start with an empty database.";
            case BUSY -> "Stop the other process that has locked the file, or raise 'asyncsqlite.busy-timeout'.";
            case PERM, READONLY, CANTOPEN -> accessAction();
            default -> pathAction();
        };
    }

    private static String accessAction() {
        return "Let the user that runs the application read and write the file and its directory, "
                + "or set 'asyncsqlite.path' to another file.";
    }

    private static String pathAction() {
        return "Set 'asyncsqlite.path' to a file in a local directory that exists, "
                + "or set 'asyncsqlite.in-memory=true' for a database that need not be kept.";
    }
}
