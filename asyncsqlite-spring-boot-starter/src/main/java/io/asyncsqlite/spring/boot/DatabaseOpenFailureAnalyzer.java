package io.asyncsqlite.spring.boot;

import io.asyncsqlite.DatabaseOpenException;
import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/** Explains what to do if a database cannot be opened. */
final class DatabaseOpenFailureAnalyzer extends AbstractFailureAnalyzer<DatabaseOpenException> {

    private final Environment environment;

    DatabaseOpenFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, DatabaseOpenException cause) {
        return new FailureAnalysis(cause.getMessage(), action(cause, prefix(rootFailure)), cause);
    }

    /** Returns the prefix of the properties of the bean that could not be created. */
    private String prefix(Throwable rootFailure) {
        String bean = DatabaseFactory.ONE;
        for (Throwable failure = rootFailure; failure != null; failure = failure.getCause()) {
            String name = failure instanceof BeanCreationException creation ? creation.getBeanName() : null;
            if (name != null && isDatabase(name)) {
                bean = name;
            }
        }
        return DatabaseFactory.prefix(bean);
    }

    private boolean isDatabase(String bean) {
        return DatabasesRegistrar.names(environment).contains(bean);
    }

    private static String action(DatabaseOpenException cause, String prefix) {
        return switch (cause.reason()) {
            case MISSING_DIRECTORY ->
                "Create the directory, set '%s.path' to a file in a directory that exists, or set '%s.in-memory=true' for a database that need not be kept."
                        .formatted(prefix, prefix);
            case MISSING_FILE ->
                "Set '%s.path' to a database that exists, or remove '%s.must-exist', '%s.read-only' and '%s.immutable' to have it created."
                        .formatted(prefix, prefix, prefix, prefix);
            case INVALID_PATH, OTHER -> "Set '%s.path' to a file in a local directory that exists.".formatted(prefix);
            case ALREADY_OPEN ->
                "Open each file once and share the AsyncSqlite bean. If no other bean has this file, a second copy of"
                        + " the library in another class loader has, such as that of another application in the same"
                        + " server or one that was not closed: set '"
                        + prefix + ".path' to a file of its own, or close the other one first.";
            case NO_ACCESS ->
                "Let the user that runs the application read and write the file and its directory, or set '%s.path' to another file. "
                                .formatted(prefix)
                        + "To read a file that cannot be written set '%s.read-only=true', or '%s.immutable=true' if no program writes it."
                                .formatted(prefix, prefix);
            case LOCKED ->
                "Stop the other process that has locked the file, or raise '%s.busy-timeout'.".formatted(prefix);
            case NOT_A_DATABASE ->
                "Set '%s.path' to a SQLite database that is not encrypted or damaged, or move the file away to start with an empty database."
                        .formatted(prefix);
            case SETTING_REFUSED ->
                "Put the file on a local file system, or set '%s.journal-mode=delete' for one without shared memory. A file keeps the page size that it has: remove '%s.page-size'. If the setting is a pragma, change '%s.pragmas'."
                        .formatted(prefix, prefix, prefix);
            case NO_NATIVE_LIBRARY ->
                "Start with -Dorg.sqlite.tmpdir=DIRECTORY naming a directory that the application can write to and"
                        + " that allows programs (no 'noexec'), and with --enable-native-access=ALL-UNNAMED. On a platform"
                        + " that sqlite-jdbc has no library for, name one with -Dorg.sqlite.lib.path and"
                        + " -Dorg.sqlite.lib.name.";
            case NO_FOREIGN_ENGINE ->
                "Set '%s.engine=auto' to fall back to JNI, without '%s.strict-sql', or run the released jar on JDK 22 or newer with --enable-native-access=ALL-UNNAMED."
                        .formatted(prefix, prefix);
            case NO_CLUSTER_ENGINE ->
                "Add the artifact io.asyncsqlite:asyncsqlite-dqlite, or remove '%s.dqlite' to open a file."
                        .formatted(prefix);
            case NO_LEADER ->
                "Start the servers of the cluster, more than half of them, and set '%s.dqlite.nodes' to where they listen."
                        .formatted(prefix);
            case NO_THREAD ->
                "Raise the number of threads or the memory that the operating system or its container gives the user"
                        + " that runs the application.";
        };
    }
}
