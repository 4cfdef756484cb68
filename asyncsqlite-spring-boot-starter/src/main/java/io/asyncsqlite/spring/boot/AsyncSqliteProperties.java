package io.asyncsqlite.spring.boot;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteLimit;
import io.asyncsqlite.StatementLog;
import io.asyncsqlite.Synchronous;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * What database to open and how. A value that is null leaves the default.
 *
 * @param path Database file, in a directory that exists. Defaults to "${spring.application.name}.db", or "application.db" without a
 *     name, in the working directory; for one of several databases to its key and ".db".
 * @param inMemory Whether to open an empty database in memory, which is gone when the application stops, instead of a file.
 * @param dqlite Where the database is in a cluster of dqlite, instead of a file.
 * @param name Name that threads, messages and metrics carry. Defaults to the file name, "memory", or the name in the cluster; for one
 *     of several databases to its key.
 * @param engine How SQLite is called.
 * @param readOnly Whether the database is only read: nothing is created or changed, and the file must exist.
 * @param immutable Whether the file is taken for one that no program changes, as on a medium that can only be read. Implies read-only.
 * @param mustExist Whether the start fails if the file does not exist, instead of creating it.
 * @param pageSize Bytes of a page of a new file, a power of two from 512 to 65536. Defaults to that of SQLite, 4096, or of the file.
 * @param trustedSchema Whether views, triggers and constraints of the file may use every function.
 * @param strictSql Whether double-quoted strings and statements that can damage the file are refused. Needs the foreign engine.
 * @param journalMode How SQLite keeps a transaction undoable; "keep" leaves the mode that the file has.
 * @param synchronous When SQLite waits for the disk.
 * @param logStatements What is logged of every operation that ends, by "io.asyncsqlite.StatementLogger": "sql", or "values" with bound values.
 * @param readsWaitForFlush Whether the answer of a read waits until every commit that it saw is on the disk.
 * @param foreignKeys Whether foreign keys are enforced.
 * @param pragmas PRAGMAs that every connection sets when it is opened, by their names, such as "recursive-triggers: on".
 * @param definitions Functions and collations of the library that every connection has: "regexp", "casefold", "gen_random_uuid",
 *     "unicode_nocase". Others are beans.
 * @param extensions Loadable extensions of SQLite, native code that every connection loads: the exact files, and after each "#sha256=" with the
 *     digits if it must have that checksum.
 * @param attach Database files that every connection attaches, by the names of their schemas, such as "audit: audit.db"; with "?mode=ro" after the
 *     path a file is only read.
 * @param limits Limits of SQLite for each connection by their names, such as "sql-length: 10000".
 * @param busyTimeout How long an operation waits for locks of other processes.
 * @param readers Maximum number of reading connections for queries and lambdas, each with a thread. Defaults to the number of
 *     processors, at least 2, at most 8.
 * @param streamConnections Maximum number of further reading connections, for streams and read-only transactions while they last.
 * @param maxConnections Maximum number of connections that "connect" may have open, each with a thread.
 * @param queueCapacity Maximum number of operations that wait in each queue.
 * @param queueSize Maximum size of the SQL and values that wait in each queue, and of the results that wait for the callback executor; the default is
 *     an eighth of the heap if that is less.
 * @param queueTimeout How long a call may block its thread for a place in a full queue; with 0 it fails at once.
 * @param operationTimeout Time that an operation has to wait, for its turn and for locks, and to run.
 * @param transactionTimeout Age at which an asynchronous transaction is rolled back.
 * @param streamTimeout How long a stream waits for demand before it gives up its reading connection.
 * @param watchInterval How often the file is asked whether another process has changed it, while queries are observed; with 0 never.
 * @param slowOperationTime How long a read or write may run before it is logged, without its values, and counted as slow.
 * @param shutdownTimeout Time that accepted operations have to finish when the application stops; the rest fails.
 * @param init Scripts to run when the database is opened.
 */
@ConfigurationProperties("asyncsqlite")
public record AsyncSqliteProperties(
        // Not a Path: Spring's conversion looks on the class path first.
        @Nullable String path,
        boolean inMemory,
        @DefaultValue Dqlite dqlite,
        @Nullable String name,
        @Nullable EngineChoice engine,
        @Nullable Boolean readOnly,
        @Nullable Boolean immutable,
        @Nullable Boolean mustExist,
        @Nullable Integer pageSize,
        @Nullable Boolean trustedSchema,
        @Nullable Boolean strictSql,
        @Nullable JournalMode journalMode,
        @Nullable Synchronous synchronous,
        @Nullable StatementLog logStatements,
        @Nullable Boolean readsWaitForFlush,
        @Nullable Boolean foreignKeys,
        @DefaultValue Map<String, String> pragmas,
        @DefaultValue List<String> definitions,
        @DefaultValue List<String> extensions,
        @DefaultValue Map<String, String> attach,
        @DefaultValue Map<SqliteLimit, Integer> limits,
        @Nullable Duration busyTimeout,
        @Nullable Integer readers,
        @Nullable Integer streamConnections,
        @Nullable Integer maxConnections,
        @Nullable Integer queueCapacity,
        @Nullable DataSize queueSize,
        @Nullable Duration queueTimeout,
        @Nullable Duration operationTimeout,
        @Nullable Duration transactionTimeout,
        @Nullable Duration streamTimeout,
        @Nullable Duration watchInterval,
        @Nullable Duration slowOperationTime,
        @Nullable Duration shutdownTimeout,
        @DefaultValue Init init) {

    /** Copies the maps, those of texts in their order, and the lists. */
    public AsyncSqliteProperties {
        pragmas = Collections.unmodifiableMap(new LinkedHashMap<>(pragmas));
        definitions = List.copyOf(definitions);
        extensions = List.copyOf(extensions);
        attach = Collections.unmodifiableMap(new LinkedHashMap<>(attach));
        limits = Map.copyOf(limits);
    }

    /**
     * Scripts to run when the database is opened, before anything else can use it. Each is run whole or not at all.
     *
     * @param mode When to run the scripts.
     * @param schemaLocations Resources or patterns of them with SQL that makes tables, in this order; "optional:" in front for what may be
     *     missing.
     * @param dataLocations Resources or patterns of them with SQL that fills tables, run after those of the schema.
     */
    public record Init(
            @Nullable InitializationMode mode,
            @DefaultValue List<String> schemaLocations,
            @DefaultValue List<String> dataLocations) {

        /** Copies the lists. */
        public Init {
            schemaLocations = List.copyOf(schemaLocations);
            dataLocations = List.copyOf(dataLocations);
        }
    }

    /**
     * Where a database is in a cluster of dqlite, a preview. Needs the artifact asyncsqlite-dqlite.
     *
     * @param nodes Servers of the dqlite cluster that has the database, each as "host:port", instead of a file. One that runs is enough to find the
     *     others. Needs the artifact "asyncsqlite-dqlite".
     * @param database Name of the database in the cluster.
     * @param connectTimeout How long to wait for a connection to one server of the cluster.
     * @param answerTimeout How long a COMMIT waits for the answer of the leader of the cluster, after which its outcome is unknown.
     */
    public record Dqlite(
            @DefaultValue List<String> nodes,
            @Nullable String database,
            @Nullable Duration connectTimeout,
            @Nullable Duration answerTimeout) {

        /** Copies the list. */
        public Dqlite {
            nodes = List.copyOf(nodes);
        }
    }
}
