package io.asyncsqlite.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.log.Log;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Collects the log records of a class, for as long as it is open. */
public final class LogCapture implements AutoCloseable {

    private final Logger logger;
    private final BlockingQueue<LogRecord> records = new LinkedBlockingQueue<>();
    private LogRecord last;

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            records.add(record);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    public LogCapture(Class<?> source) {
        this(Log.name(source));
    }

    public LogCapture(String name) {
        logger = Logger.getLogger(name);
        logger.setUseParentHandlers(false);
        logger.addHandler(handler);
    }

    /** Waits for the next record, which must be a warning with that text. */
    public void awaitMessage(String message) throws InterruptedException {
        last = records.poll(20, TimeUnit.SECONDS);
        assertThat(last).isNotNull();
        assertThat(last.getLevel()).isEqualTo(Level.WARNING);
        assertThat(last.getMessage()).isEqualTo(message);
    }

    /** Returns the records that the test has not waited for. */
    public List<String> messages() {
        List<String> messages = new ArrayList<>();
        records.forEach(record -> messages.add(record.getMessage()));
        return messages;
    }

    /** Returns the frames of the exception of the last record that was waited for. */
    public String stackOfLast() {
        return Arrays.toString(last.getThrown().getStackTrace());
    }

    @Override
    public void close() {
        logger.removeHandler(handler);
        logger.setUseParentHandlers(true);
    }
}
