package io.asyncsqlite.matrix;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Keeps the log of the library from the console, and throws for the databases that want it. */
final class ThrowingLog extends Handler implements AutoCloseable {

    private final Logger logger = Logger.getLogger("io.asyncsqlite");
    private final Map<String, Error> errors = new ConcurrentHashMap<>();

    ThrowingLog() {
        logger.setUseParentHandlers(false);
        logger.addHandler(this);
    }

    /** Throws when a message names the database, or comes with the Error itself. */
    void throwFor(String database, Error error) {
        errors.put("'" + database + "'", error);
    }

    void stopThrowingFor(String database) {
        errors.remove("'" + database + "'");
    }

    @Override
    public void publish(LogRecord record) {
        errors.forEach((name, error) -> {
            if (record.getMessage().contains(name) || error.equals(record.getThrown())) {
                throw error;
            }
        });
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setUseParentHandlers(true);
    }
}
