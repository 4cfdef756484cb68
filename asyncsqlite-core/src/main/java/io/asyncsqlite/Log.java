package io.asyncsqlite;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A logger that never throws: what a program installs to handle log records may fail, and the library goes on. Any thread. */
final class Log {

    private final System.Logger logger;

    private Log(System.Logger logger) {
        this.logger = logger;
    }

    static Log of(Class<?> source) {
        return new Log(System.getLogger(source.getName()));
    }

    void log(System.Logger.Level level, Supplier<String> message) {
        log(level, message, null);
    }

    /** Logs a message, which is made only if the level is on. */
    void log(System.Logger.Level level, Supplier<String> message, @Nullable Throwable thrown) {
        try {
            logger.log(level, message, thrown);
        } catch (Throwable e) {
            // Intentionally nothing: a second record would meet the same handler.
        }
    }
}
