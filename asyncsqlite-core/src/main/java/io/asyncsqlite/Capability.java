package io.asyncsqlite;

import java.nio.file.Path;

/**
 * What some databases can do and others cannot, see {@link AsyncSqlite#capabilities()}. Whatever is not named here works on all of them. A database
 * in a cluster is a preview, and so is what this says of it.
 */
public enum Capability {
    /**
     * Reads run beside a write, on connections of their own, and {@link AsyncSqlite#connect()} keeps no other operation waiting. Missing in memory and
     * with a rollback journal, where one connection serves all: there a read waits for its turn, within its time.
     */
    CONCURRENT_READS,
    /** {@link AsyncConnection#setAuthorizer}. Missing where SQLite is called through JNI, and in a cluster. */
    AUTHORIZER,
    /** {@link AsyncConnection#setTrace}. Missing where SQLite is called through JNI, and in a cluster. */
    TRACE,
    /**
     * {@link AsyncConnection#openBlob(BlobLocation, BlobMode)} and {@link AsyncSqlite#streamBlob}. Missing where SQLite is called through JNI, and in a
     * cluster.
     */
    BLOBS_IN_PLACE,
    /**
     * {@link AsyncConnection#statistics()}. Missing where SQLite is called through JNI, and in a cluster: the statistics are empty there, and nothing
     * fails.
     */
    STATISTICS,
    /** {@link Column#declaredType()}. Missing in a cluster: all types are null there, and nothing fails. */
    DECLARED_TYPES,
    /** {@link AsyncSqlite#define} and {@link AsyncSqlite#undefine}. Missing in a cluster. */
    FUNCTIONS,
    /** ATTACH and DETACH on a connection of {@link AsyncSqlite#connect()}. Missing in a cluster. */
    ATTACH,
    /** {@link AsyncSqlite#backup(Path, BackupOptions)} and {@link AsyncSqlite#contents()}. Missing in a cluster; {@link AsyncSqlite#dump()} works there. */
    BACKUP,
    /**
     * {@link Maintenance#vacuum()}, {@link Maintenance#incrementalVacuum}, {@link Maintenance#checkpoint} and {@link Maintenance#optimize()}, and PRAGMAs that
     * change the file or its log. Missing in a cluster, whose servers do that themselves; {@link Maintenance#analyze()} and the checks work there.
     */
    MAINTENANCE,
    /** {@link AsyncSqlite#clusterNodes()} gives servers. Missing without a cluster: the list is empty there. */
    CLUSTER_NODES
}
