package io.asyncsqlite.internal.log;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A logger that never throws: a log handler of the program may fail, and the library goes on. Any thread. Internal: not part of
 * the API.
 */
public final class Log {

    private final System.Logger logger;

    private Log(System.Logger logger) {
        this.logger = logger;
    }

    /**
     * Makes a logger.
     *
     * @param source the class that logs
     * @return a logger with the name {@link #name}
     */
    public static Log of(Class<?> source) {
        return new Log(System.getLogger(name(source)));
    }

    /**
     * Returns the name of a logger, which users configure: it does not change when a class moves.
     *
     * @param source the class that logs
     * @return its simple name in {@code io.asyncsqlite}
     */
    public static String name(Class<?> source) {
        return "io.asyncsqlite." + source.getSimpleName();
    }

    /**
     * Logs a message.
     *
     * @param level its level
     * @param message makes it, if the level is on
     */
    public void log(System.Logger.Level level, Supplier<String> message) {
        log(level, message, null);
    }

    /**
     * Logs a message and an exception.
     *
     * @param level its level
     * @param message makes it, if the level is on
     * @param thrown the exception, or null
     */
    public void log(System.Logger.Level level, Supplier<String> message, @Nullable Throwable thrown) {
        try {
            logger.log(level, message, thrown);
        } catch (Throwable e) {
            // Intentionally nothing: a second record would meet the same handler.
        }
    }
}
