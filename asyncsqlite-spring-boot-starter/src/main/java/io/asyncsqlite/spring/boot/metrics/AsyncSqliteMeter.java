package io.asyncsqlite.spring.boot.metrics;

import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.docs.MeterDocumentation;
import org.jspecify.annotations.Nullable;

/** The meters of a database. Every one has the tag {@link Tag#DATABASE}. */
public enum AsyncSqliteMeter implements MeterDocumentation {
    /** Operations that wait, by {@link Tag#KIND} {@code read} or {@code write}. */
    QUEUE_SIZE("queue.size", Meter.Type.GAUGE, "operations", "Operations that wait", Tag.KIND),
    /** Estimated size of the values of operations that wait. */
    QUEUE_BYTES("queue.bytes", Meter.Type.GAUGE, "bytes", "Size of the values that wait"),
    /** Operations that a full queue refused. */
    OPERATION_REJECTED("operation.rejected", Meter.Type.COUNTER, "operations", "Operations that a full queue refused"),
    /** Time from acceptance of an operation until it started. */
    OPERATION_WAIT(
            "operation.wait",
            Meter.Type.TIMER,
            null,
            "Time from acceptance of an operation until it started",
            Tag.KIND),
    /** Time from the start of an operation until its outcome was known, COMMIT included. */
    OPERATION_RUN(
            "operation.run",
            Meter.Type.TIMER,
            null,
            "Time from the start of an operation until its outcome was known, COMMIT included",
            Tag.KIND,
            Tag.OUTCOME),
    /** Operations that were cancelled, while they waited or ran. */
    OPERATION_CANCELLED(
            "operation.cancelled",
            Meter.Type.COUNTER,
            "operations",
            "Operations that were cancelled, while they waited or ran"),
    /** Reads and writes that ran for {@code asyncsqlite.slow-operation-time} or longer. */
    OPERATION_SLOW(
            "operation.slow",
            Meter.Type.COUNTER,
            "operations",
            "Reads and writes that ran for asyncsqlite.slow-operation-time or longer"),
    /** How often a write ran again: its transaction was rolled back for another one, or lost its leader. */
    OPERATION_REPEATED(
            "operation.repeated",
            Meter.Type.COUNTER,
            "operations",
            "Writes that ran again: their transaction was rolled back for another one, or lost its leader"),
    /** Operations whose outcome is unknown: their COMMIT had no answer. */
    OPERATION_UNKNOWN(
            "operation.unknown",
            Meter.Type.COUNTER,
            "operations",
            "Operations whose outcome is unknown: their COMMIT had no answer"),
    /** How many operations of independent callers shared a COMMIT. */
    COMMIT_GROUP_SIZE(
            "commit.group.size", Meter.Type.DISTRIBUTION_SUMMARY, "operations", "Operations that shared a COMMIT"),
    /** Time that a COMMIT took, most of it for the disk, unless the wait was left to a flush. */
    COMMIT_TIME(
            "commit.time",
            Meter.Type.TIMER,
            null,
            "Time that a COMMIT took, most of it for the disk, unless the wait was left to a flush"),
    /** Time that a flush of the log for several transactions took. */
    FLUSH_TIME("flush.time", Meter.Type.TIMER, null, "Time that a flush of the log for several transactions took"),
    /** How many COMMITs a flush of the log served. */
    FLUSH_SIZE("flush.size", Meter.Type.DISTRIBUTION_SUMMARY, "commits", "COMMITs that a flush of the log served"),
    /** How long the writing connection has been running one lambda, transaction or long statement. */
    WRITER_HELD(
            "writer.held",
            Meter.Type.GAUGE,
            "seconds",
            "How long one lambda, transaction or long statement has kept the writer by now"),
    /** Reading connections that are open. */
    READERS_OPEN("readers.open", Meter.Type.GAUGE, "connections", "Reading connections that are open"),
    /** Reading connections that run an operation or stream. */
    READERS_BUSY(
            "readers.busy", Meter.Type.GAUGE, "connections", "Reading connections that run an operation or stream"),
    /** Reading connections that belong to one stream or read-only transaction until it ends. */
    READERS_LENT(
            "readers.lent",
            Meter.Type.GAUGE,
            "connections",
            "Reading connections that belong to one stream or read-only transaction until it ends"),
    /** Statements that were looked up, by {@link Tag#RESULT} {@code hit} or {@code miss}. */
    STATEMENT_CACHE(
            "statement.cache",
            Meter.Type.COUNTER,
            "statements",
            "Statements that were found compiled (hit) or had to be compiled (miss)",
            Tag.RESULT),
    /** Size of the write-ahead log on the disk. */
    WAL_SIZE("wal.size", Meter.Type.GAUGE, "bytes", "Size of the write-ahead log on the disk"),
    /** Time that the writing connection took to copy its write-ahead log back into the database file. */
    CHECKPOINT_TIME(
            "checkpoint.time",
            Meter.Type.TIMER,
            null,
            "Time that the writer took to take its write-ahead log back into the file"),
    /**
     * Connections and cursors that became unreachable without being closed, and transactions that were rolled back for their age.
     */
    LEAKS(
            "leaks",
            Meter.Type.COUNTER,
            "leaks",
            "Connections and cursors that were forgotten, transactions that were rolled back for their age"),
    /** Servers of the cluster, as the leader named them last; 0 without a cluster. */
    CLUSTER_NODES(
            "cluster.nodes",
            Meter.Type.GAUGE,
            "servers",
            "Servers of the cluster, as the leader named them last; 0 without a cluster"),
    /** How often another server of the cluster was found to lead. */
    CLUSTER_LEADER_CHANGES(
            "cluster.leader.changes",
            Meter.Type.COUNTER,
            "changes",
            "How often another server of the cluster was found to lead"),
    /** How long a leader of the cluster has been looked for in vain by now. */
    CLUSTER_LEADERLESS(
            "cluster.leaderless",
            Meter.Type.GAUGE,
            "seconds",
            "How long a leader of the cluster has been looked for in vain by now"),
    /** Age of the newest backup that {@code asyncsqlite.backup} has made. */
    BACKUP_AGE("backup.age", Meter.Type.GAUGE, "seconds", "Age of the newest scheduled backup, NaN if there is none");

    private final String name;
    private final Meter.Type type;
    private final @Nullable String baseUnit;
    private final String description;
    // Handed out as copies.
    @SuppressWarnings("ImmutableEnumChecker")
    private final Tag[] tags;

    AsyncSqliteMeter(String name, Meter.Type type, @Nullable String baseUnit, String description) {
        this(name, type, baseUnit, description, new Tag[] {Tag.DATABASE});
    }

    AsyncSqliteMeter(String name, Meter.Type type, @Nullable String baseUnit, String description, Tag tag) {
        this(name, type, baseUnit, description, new Tag[] {Tag.DATABASE, tag});
    }

    AsyncSqliteMeter(String name, Meter.Type type, @Nullable String baseUnit, String description, Tag tag, Tag other) {
        this(name, type, baseUnit, description, new Tag[] {Tag.DATABASE, tag, other});
    }

    AsyncSqliteMeter(String name, Meter.Type type, @Nullable String baseUnit, String description, Tag[] tags) {
        this.name = "asyncsqlite." + name;
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
     * Returns the description of the meter.
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
        /** Kind of an operation: {@code read}, {@code write}, {@code transaction}, {@code stream} or {@code backup}. */
        KIND("kind"),
        /** How an operation ended: {@code success}, {@code error}, {@code cancelled} or {@code timeout}. */
        OUTCOME("outcome"),
        /** Result of a look into a cache: {@code hit} or {@code miss}. */
        RESULT("result");

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
