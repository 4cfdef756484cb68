package io.asyncsqlite.dqlite;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.SqliteProvider;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.internal.LocalProvider;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * Opens databases in a cluster where tests ask for files, so that tests which know nothing of clusters run in one. Without a cluster, and for
 * databases in memory, it does what the core does.
 */
public final class ClusterProvider implements SqliteProvider {

    private static final SqliteProvider CORE = new LocalProvider();
    private static final Map<Path, String> NAMES = new ConcurrentHashMap<>();
    private static final AtomicInteger OPENED = new AtomicInteger();

    private static volatile @Nullable ClusterLocation cluster;

    /** For the service loader. */
    public ClusterProvider() {}

    /** Takes a cluster for files from now on, or files again. */
    static void use(@Nullable ClusterLocation location) {
        cluster = location;
    }

    /** Returns how many databases were opened in the cluster since the last call. */
    static int takeOpened() {
        return OPENED.getAndSet(0);
    }

    @Override
    public AsyncSqlite open(SqliteOptions options) {
        ClusterLocation location = cluster;
        Path file = options.file();
        if (location == null || file == null) {
            return CORE.open(options);
        }
        String name = NAMES.computeIfAbsent(file.toAbsolutePath(), path -> "t" + NAMES.size() + ".db");
        AsyncSqlite opened = CORE.open(inCluster(options, location.withDatabase(name)));
        OPENED.incrementAndGet();
        return opened;
    }

    private static SqliteOptions inCluster(SqliteOptions options, ClusterLocation location) {
        refuseOptionsOfFiles(options);
        SqliteOptions.Builder builder = SqliteOptions.cluster(location)
                .name(options.name())
                .readsWaitForFlush(options.readsWaitForFlush())
                .foreignKeys(options.foreignKeys())
                .busyTimeout(options.busyTimeout())
                .readers(options.readers())
                .streamConnections(options.streamConnections())
                .maxConnections(options.maxConnections())
                .queueCapacity(options.queueCapacity())
                .queueBytes(options.queueBytes())
                .queueTimeout(options.queueTimeout())
                .operationTimeout(options.operationTimeout())
                .transactionTimeout(options.transactionTimeout())
                .streamTimeout(options.streamTimeout())
                .slowOperationTime(options.slowOperationTime())
                .logStatements(options.logStatements())
                .callbackExecutor(options.callbackExecutor());
        options.codecs().forEach(builder::codec);
        options.listeners().forEach(builder::listener);
        if (options.tracer() != null) {
            builder.tracer(options.tracer());
        }
        return builder.build();
    }

    private static void refuseOptionsOfFiles(SqliteOptions options) {
        Map<String, Boolean> set = new LinkedHashMap<>();
        set.put("engine", options.engine() != EngineChoice.AUTO);
        set.put("journalMode", options.journalMode() != JournalMode.WAL);
        set.put("synchronous", options.synchronous() != Synchronous.FULL);
        set.put("readOnly", options.readOnly());
        set.put("immutable", options.immutable());
        set.put("mustExist", options.mustExist());
        set.put("pageSize", options.pageSize() != null);
        set.put("trustedSchema", options.trustedSchema());
        set.put("strictSql", options.strictSql());
        set.put("watchInterval", !options.watchInterval().isZero());
        set.put("pragma", !options.pragmas().isEmpty());
        set.put("define", !options.definitions().isEmpty());
        set.put("extension", !options.extensions().isEmpty());
        set.put("limit", !options.limits().isEmpty());
        set.put("attach", !options.attachments().isEmpty());
        set.forEach((option, isSet) -> {
            if (isSet) {
                throw new TestAbortedException("It sets " + option + ", an option of files");
            }
        });
    }

    @Override
    public void restore(Path backup, Path database) {
        CORE.restore(backup, database);
    }
}
