package io.asyncsqlite;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * How a backup is made. Immutable.
 *
 * <pre>{@code
 * BackupOptions options = BackupOptions.builder()
 *         .replace(true)
 *         .verify(true)
 *         .bytesPerSecond(50_000_000)
 *         .progress(progressBar)
 *         .build();
 * return db.backup(target, options);
 * }</pre>
 */
public final class BackupOptions {

    private static final BackupOptions DEFAULTS = builder().build();

    private final boolean replace;
    private final boolean compact;
    private final boolean verify;
    private final long bytesPerSecond;
    private final Duration timeout;
    private final Consumer<? super BackupProgress> progress;

    private BackupOptions(Builder builder) {
        this.replace = builder.replace;
        this.compact = builder.compact;
        this.verify = builder.verify;
        this.bytesPerSecond = builder.bytesPerSecond;
        this.timeout = builder.timeout;
        this.progress = builder.progress;
    }

    /**
     * Returns the defaults of all options.
     *
     * @return a builder
     */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the options with all defaults.
     *
     * @return the options
     */
    public static BackupOptions defaults() {
        return DEFAULTS;
    }

    /**
     * Tells whether a file at the target is replaced.
     *
     * @return false by default
     */
    public boolean replace() {
        return replace;
    }

    /**
     * Tells whether the copy has no free pages.
     *
     * @return false by default
     */
    public boolean compact() {
        return compact;
    }

    /**
     * Tells whether the copy is checked before it gets its name.
     *
     * @return false by default
     */
    public boolean verify() {
        return verify;
    }

    /**
     * Returns how fast is copied at most.
     *
     * @return bytes in a second; {@link Long#MAX_VALUE}, the default, is no limit
     */
    public long bytesPerSecond() {
        return bytesPerSecond;
    }

    /**
     * Returns how long the backup may take.
     *
     * @return one hour by default
     */
    public Duration timeout() {
        return timeout;
    }

    /**
     * Returns the consumer of the progress.
     *
     * @return a consumer that does nothing by default
     */
    public Consumer<? super BackupProgress> progress() {
        return progress;
    }

    /** Collects options. Not thread-safe. */
    public static final class Builder {

        private boolean replace;
        private boolean compact;
        private boolean verify;
        private long bytesPerSecond = Long.MAX_VALUE;
        private Duration timeout = Duration.ofHours(1);
        private Consumer<? super BackupProgress> progress = progress -> {};

        private Builder() {}

        /**
         * Sets whether a file at the target is replaced, in one step, when the backup is complete and on the disk. Until then, and
         * if the backup fails or the program is killed, the old file stays.
         *
         * @param replace whether to
         * @return this builder
         */
        public Builder replace(boolean replace) {
            this.replace = replace;
            return this;
        }

        /**
         * Sets whether the copy is made by {@code VACUUM INTO}: it has no free pages, and its tables and indexes are in order. That
         * takes more processor time than copying pages. Where SQLite is called through JNI each copy is made so.
         *
         * @param compact whether to
         * @return this builder
         */
        public Builder compact(boolean compact) {
            this.compact = compact;
            return this;
        }

        /**
         * Sets whether the copy is opened and checked by {@code PRAGMA quick_check} before it gets its name. That reads the whole
         * copy. CHECK constraints are not looked at: rows that break one are in the database, too.
         *
         * @param verify whether to
         * @return this builder
         */
        public Builder verify(boolean verify) {
            this.verify = verify;
            return this;
        }

        /**
         * Limits the speed further than giving way to writers does. Where the backup reads one state from its beginning to its end, as on the JNI
         * engine and for a compact copy, the write-ahead log grows for as long as it takes.
         *
         * @param bytesPerSecond at least 1; {@link Long#MAX_VALUE} is no limit
         * @return this builder
         */
        public Builder bytesPerSecond(long bytesPerSecond) {
            this.bytesPerSecond = bytesPerSecond;
            return this;
        }

        /**
         * Sets how long the backup may take, in place of {@link SqliteOptions#operationTimeout()}. After that time its future fails
         * with {@link OperationTimeoutException}.
         *
         * @param timeout more than 0, at most 365 days
         * @return this builder
         */
        public Builder timeout(Duration timeout) {
            this.timeout = Objects.requireNonNull(timeout, "timeout");
            return this;
        }

        /**
         * Sets the consumer of the progress. It runs on the callback executor, one call at a time; while a call runs, further progress
         * is left out. What it throws is logged, and the backup goes on.
         *
         * @param progress gets the progress
         * @return this builder
         */
        public Builder progress(Consumer<? super BackupProgress> progress) {
            this.progress = Objects.requireNonNull(progress, "progress");
            return this;
        }

        /**
         * Makes the options.
         *
         * @return the options
         * @throws IllegalArgumentException if a value is out of its range
         */
        public BackupOptions build() {
            BackupLimits.check(timeout, bytesPerSecond);
            return new BackupOptions(this);
        }
    }
}
