package io.asyncsqlite.spring.boot.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** The meters of a database. Every one has the tag {@link Tag#DATABASE}. */
public enum AsyncSqliteMeter implements MeterDocumentation {
    /** Operations that wait, by {@link Tag#KIND} {@code read} or {@code write}. */
    QUEUE_SIZE(
            "asyncsqlite.queue.size", Meter.Type.GAUGE, "operations", "Operations that wait", Tag.DATABASE, Tag.KIND),
    /** Estimated size of the values of operations that wait. */
    QUEUE_BYTES("asyncsqlite.queue.bytes", Meter.Type.GAUGE, "bytes", "Size of the values that wait", Tag.DATABASE),
    /** Time from acceptance of an operation until it started. */
    OPERATION_WAIT(
            "asyncsqlite.operation.wait",
            Meter.Type.TIMER,
            null,
            "Time from acceptance of an operation until it started",
            Tag.DATABASE,
            Tag.KIND),
    /** Time from the start of an operation until its outcome was known, COMMIT included. */
    OPERATION_RUN(
            "asyncsqlite.operation.run",
            Meter.Type.TIMER,
            null,
            "Time from the start of an operation until its outcome was known",
            Tag.DATABASE,
            Tag.KIND,
            Tag.OUTCOME),
    /** How many operations of independent callers shared a COMMIT. */
    COMMIT_GROUP_SIZE(
            "asyncsqlite.commit.group.size",
            Meter.Type.DISTRIBUTION_SUMMARY,
            "operations",
            "Operations that shared a COMMIT",
            Tag.DATABASE),
    /** Reading connections that are open. */
    READERS_OPEN(
            "asyncsqlite.readers.open",
            Meter.Type.GAUGE,
            "connections",
            "Reading connections that are open",
            Tag.DATABASE),
    /** Reading connections that run an operation or stream. */
    READERS_BUSY(
            "asyncsqlite.readers.busy",
            Meter.Type.GAUGE,
            "connections",
            "Reading connections that run an operation or stream",
            Tag.DATABASE);

    private final String name;
    private final Meter.Type type;
    private final @Nullable String baseUnit;
    private final String description;
    // Handed out as copies.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Tag[] tags;

    AsyncSqliteMeter(String name, Meter.Type type, @Nullable String baseUnit, String description, Tag... tags) {
        this.name = name;
        this.type = type;
        this.baseUnit = baseUnit;
        this.description = description;
        this.tags = tags;
    }

    @Override
    public String getName() {
        return name;
    }

    @Override
    public Meter.Type getType() {
        return type;
    }

    /** {@return the unit, or null for a timer, whose unit is the registry's} */
    @Override
    public @Nullable String getBaseUnit() {
        return baseUnit;
    }

    @Override
    public KeyName[] getKeyNames() {
        return tags.clone();
    }

    /**
     * Returns what the meter shows.
     *
     * @return one phrase
     */
    public String description() {
        return description;
    }

    /** The tags of meters. Each has a small, fixed set of values. */
    public enum Tag implements KeyName {
        /** Name of the database. */
        DATABASE("database"),
        /** What an operation is: {@code read}, {@code write}, {@code transaction} or {@code stream}. */
        KIND("kind"),
        /** Whether an operation has a result: {@code success} or {@code error}. */
        OUTCOME("outcome");

        private final String key;

        Tag(String key) {
            this.key = key;
        }

        @Override
        public String asString() {
            return key;
        }
    }
}
