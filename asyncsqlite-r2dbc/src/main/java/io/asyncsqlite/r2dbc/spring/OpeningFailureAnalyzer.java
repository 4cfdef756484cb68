package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.DatabaseOpenException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/** Explains what to do if the database of {@code spring.r2dbc.url} cannot be opened. */
final class OpeningFailureAnalyzer extends AbstractFailureAnalyzer<R2dbcNonTransientResourceException>
        implements Ordered {

    private final UrlProperties properties;

    OpeningFailureAnalyzer(Environment environment) {
        this.properties = new UrlProperties(environment);
    }

    /** Ahead of the starter's, whose properties do not set this database. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, R2dbcNonTransientResourceException cause) {
        return cause.getCause() instanceof DatabaseOpenException failure
                ? new FailureAnalysis(failure.getMessage() + properties.shown(), action(failure), cause)
                : null;
    }

    private static String action(DatabaseOpenException failure) {
        return switch (failure.reason()) {
            case MISSING_DIRECTORY ->
                "Create the directory, name a file in a directory that exists, or use 'r2dbc:sqlite:mem:///name' for a"
                        + " database that need not be kept. A path from the root has four slashes:"
                        + " 'r2dbc:sqlite:////var/lib/app.db'.";
            case MISSING_FILE ->
                "Name a database that exists, or remove the options mustExist, readOnly and immutable to have it created.";
            case INVALID_PATH, OTHER -> "Name a file in a local directory that exists.";
            case ALREADY_OPEN ->
                "If it is the file of the AsyncSqlite bean, remove 'spring.r2dbc.url' and set"
                        + " 'asyncsqlite.r2dbc.enabled=true': both then share one writer. Else another program in this"
                        + " JVM has it: name a file of its own, or close the other one first.";
            case NO_ACCESS ->
                "Let the user that runs the application read and write the file and its directory, or name another file."
                        + " To read a file that cannot be written add the option readOnly=true, or immutable=true if no"
                        + " program writes it.";
            case LOCKED -> "Stop the other process that has locked the file, or raise the option busyTimeout.";
            case NOT_A_DATABASE ->
                "Name a SQLite database that is not encrypted or damaged, or move the file away to start with an empty"
                        + " database.";
            case SETTING_REFUSED ->
                "Put the file on a local file system, or add the option journalMode=DELETE for one without shared memory."
                        + " A file keeps the page size that it has: remove pageSize. If the setting is a pragma, change"
                        + " pragmas.";
            case NO_NATIVE_LIBRARY ->
                "Start with -Dorg.sqlite.tmpdir=DIRECTORY naming a directory that the application can write to and"
                        + " that allows programs (no 'noexec'), and with --enable-native-access=ALL-UNNAMED. On a"
                        + " platform that sqlite-jdbc has no library for, name one with -Dorg.sqlite.lib.path and"
                        + " -Dorg.sqlite.lib.name.";
            case NO_FOREIGN_ENGINE ->
                "Remove the options engine and strictSql to fall back to JNI, or run the released jar on JDK 22 or newer"
                        + " with --enable-native-access=ALL-UNNAMED.";
            case NO_CLUSTER_ENGINE -> "Add the artifact io.asyncsqlite:asyncsqlite-dqlite.";
            case NO_LEADER -> "Start the servers of the cluster, more than half of them, and name them as they listen.";
            case NO_THREAD ->
                "Raise the number of threads or the memory that the operating system or its container gives the user"
                        + " that runs the application.";
        };
    }
}
