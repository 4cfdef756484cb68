package io.asyncsqlite;

import io.asyncsqlite.codec.Codec;
import io.asyncsqlite.internal.option.CallbackPool;
import io.asyncsqlite.internal.option.Option;
import io.asyncsqlite.internal.option.Range;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** The values that options have: the defaults, and what was set since. */
final class OptionValues implements Cloneable {

    final @Nullable Path file;

    @Nullable
    ClusterLocation cluster;

    Map<String, String> pragmas = new LinkedHashMap<>();
    List<Codec<?>> codecs = new ArrayList<>();
    List<UserDefined> definitions = new ArrayList<>();
    List<SqliteListener> listeners = new ArrayList<>();
    List<SqliteExtension> extensions = new ArrayList<>();
    List<SqliteAttachment> attachments = new ArrayList<>();
    Map<SqliteLimit, Integer> limits = new TreeMap<>();
    String name;
    EngineChoice engine = EngineChoice.AUTO;
    JournalMode journalMode = JournalMode.WAL;
    Synchronous synchronous = Synchronous.FULL;
    boolean readsWaitForFlush = true;
    boolean foreignKeys = true;
    boolean readOnly;
    boolean immutable;
    boolean mustExist;

    @Nullable
    Integer pageSize;

    boolean trustedSchema;
    boolean strictSql;
    Duration busyTimeout = Option.BUSY_TIMEOUT.initial();
    int readers = Option.READERS.initial();
    int streamConnections = Option.STREAM_CONNECTIONS.initial();
    int maxConnections = Option.MAX_CONNECTIONS.initial();
    int queueCapacity = Option.QUEUE_CAPACITY.initial();
    long queueBytes = Option.QUEUE_BYTES.initial();
    Duration queueTimeout = Option.QUEUE_TIMEOUT.initial();
    Duration operationTimeout = Option.OPERATION_TIMEOUT.initial();
    Duration transactionTimeout = Option.TRANSACTION_TIMEOUT.initial();
    Duration streamTimeout = Option.STREAM_TIMEOUT.initial();
    Duration watchInterval = Option.WATCH_INTERVAL.initial();
    Duration slowOperationTime = Option.SLOW_OPERATION_TIME.initial();
    StatementLog logStatements = StatementLog.OFF;
    Executor callbackExecutor = CallbackPool.shared();

    @Nullable
    OperationTracer tracer;

    OptionValues(@Nullable Path file, String name) {
        this.file = file;
        this.name = name;
    }

    /** Throws if an option has a value that it may not have, or that does not go with the others. */
    void check() {
        Range.require(!name.isBlank(), "name must not be blank");
        Range.require(file != null || !(readOnly || immutable), "readOnly and immutable need a file");
        Range.require(file != null || !mustExist, "mustExist needs a file");
        if (cluster != null) {
            checkCluster();
        }
        Range.checkPageSize(pageSize);
        DefinitionRules.checkDistinct(definitions);
        AttachmentRules.checkAll(file, attachments);
        limits.forEach(
                (limit, value) -> Range.require(value >= 0, "limits " + limit + " must be at least 0, was " + value));
        Option.READERS.check(readers);
        Option.STREAM_CONNECTIONS.check(streamConnections);
        Option.MAX_CONNECTIONS.check(maxConnections);
        Option.QUEUE_CAPACITY.check(queueCapacity);
        Option.QUEUE_BYTES.check(queueBytes);
        Option.BUSY_TIMEOUT.check(busyTimeout);
        Option.QUEUE_TIMEOUT.check(queueTimeout);
        Option.OPERATION_TIMEOUT.check(operationTimeout);
        Option.TRANSACTION_TIMEOUT.check(transactionTimeout);
        Option.STREAM_TIMEOUT.check(streamTimeout);
        Option.WATCH_INTERVAL.check(watchInterval);
        Option.SLOW_OPERATION_TIME.check(slowOperationTime);
    }

    /** Throws if an option is set that only a connection to a file or to memory has. */
    private void checkCluster() {
        String servers = " is an option of files and of memory, and cannot be set for a cluster";
        Range.require(pageSize == null, "pageSize" + servers);
        Range.require(pragmas.isEmpty(), "pragma" + servers);
        Range.require(definitions.isEmpty(), "functions and collations" + servers);
        Range.require(extensions.isEmpty(), "extension" + servers);
        Range.require(attachments.isEmpty(), "attach" + servers);
        Range.require(limits.isEmpty(), "limit" + servers);
        Range.require(!strictSql, "strictSql" + servers);
        Range.require(!trustedSchema, "trustedSchema" + servers);
        Range.require(journalMode == JournalMode.WAL, "journalMode" + servers);
        Range.require(synchronous == Synchronous.FULL, "synchronous" + servers);
        Range.require(engine == EngineChoice.AUTO, "engine" + servers);
        Range.require(watchInterval.isZero(), "watchInterval" + servers);
    }

    /** Returns values of their own for {@link SqliteOptions}. */
    OptionValues copy() {
        OptionValues copy = cloned();
        copy.pragmas = Collections.unmodifiableMap(new LinkedHashMap<>(pragmas));
        copy.codecs = List.copyOf(codecs);
        copy.definitions = List.copyOf(definitions);
        copy.listeners = List.copyOf(listeners);
        copy.extensions = List.copyOf(extensions);
        copy.attachments = List.copyOf(attachments);
        copy.limits = Collections.unmodifiableMap(new TreeMap<>(limits));
        return copy;
    }

    /** Returns values of their own for a builder. */
    OptionValues forBuilder() {
        OptionValues copy = cloned();
        copy.pragmas = new LinkedHashMap<>(pragmas);
        copy.codecs = new ArrayList<>(codecs);
        copy.definitions = new ArrayList<>(definitions);
        copy.listeners = new ArrayList<>(listeners);
        copy.extensions = new ArrayList<>(extensions);
        copy.attachments = new ArrayList<>(attachments);
        copy.limits = new TreeMap<>(limits);
        return copy;
    }

    private OptionValues cloned() {
        try {
            return (OptionValues) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public String toString() {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("file", cluster != null ? cluster : file == null ? "in memory" : file);
        shown.put("name", name);
        shown.put("engine", engine);
        shown.put("journalMode", journalMode);
        shown.put("synchronous", synchronous);
        shown.put("readsWaitForFlush", readsWaitForFlush);
        shown.put("foreignKeys", foreignKeys);
        shown.put("readOnly", readOnly);
        shown.put("immutable", immutable);
        shown.put("mustExist", mustExist);
        shown.put("pageSize", pageSize);
        shown.put("trustedSchema", trustedSchema);
        shown.put("strictSql", strictSql);
        shown.put("busyTimeout", busyTimeout);
        shown.put("readers", readers);
        shown.put("streamConnections", streamConnections);
        shown.put("maxConnections", maxConnections);
        shown.put("queueCapacity", queueCapacity);
        shown.put("queueBytes", queueBytes);
        shown.put("queueTimeout", queueTimeout);
        shown.put("operationTimeout", operationTimeout);
        shown.put("transactionTimeout", transactionTimeout);
        shown.put("streamTimeout", streamTimeout);
        shown.put("watchInterval", watchInterval);
        shown.put("slowOperationTime", slowOperationTime);
        shown.put("logStatements", logStatements);
        shown.put("pragmas", pragmas.keySet());
        shown.put(
                "codecs",
                codecs.stream().map(codec -> codec.type().getSimpleName()).toList());
        shown.put("definitions", definitions);
        shown.put("extensions", extensions.stream().map(SqliteExtension::file).toList());
        shown.put("attach", attachments);
        shown.put("limits", limits);
        shown.put("listeners", listeners.size());
        return shown.toString();
    }
}
