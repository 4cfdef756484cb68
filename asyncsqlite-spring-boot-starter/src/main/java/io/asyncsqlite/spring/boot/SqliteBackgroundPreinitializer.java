package io.asyncsqlite.spring.boot;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import org.springframework.boot.autoconfigure.preinitialize.BackgroundPreinitializer;

/**
 * Loads the native library, and the classes for opening a database, in parallel with the start of the application. Spring Boot
 * does so only with more than one processor. It ignores failures: opening a database then fails with them again.
 */
final class SqliteBackgroundPreinitializer implements BackgroundPreinitializer {

    private static final int FIRST_WITH_FOREIGN_ENGINE = 22;

    @Override
    public void preinitialize() {
        if (Runtime.version().feature() < FIRST_WITH_FOREIGN_ENGINE) {
            open(EngineChoice.JNI);
            return;
        }
        try {
            open(EngineChoice.FOREIGN);
        } catch (DatabaseOpenException e) {
            open(EngineChoice.JNI);
        }
    }

    private static void open(EngineChoice engine) {
        AsyncSqlite.open(SqliteOptions.memory().name("start").engine(engine).build())
                .close();
    }
}
