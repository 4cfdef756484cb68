package io.asyncsqlite;

import static io.asyncsqlite.testing.Futures.await;

import io.asyncsqlite.testing.Collector;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Uses each capability of a database that has a table {@code t(n INTEGER, b BLOB)} with a row. */
final class CapabilityTrial {

    private static final Duration SHORT = Duration.ofMillis(100);

    private final AsyncSqlite db;
    private final Path directory;

    CapabilityTrial(AsyncSqlite db, Path directory) {
        this.db = db;
        this.directory = directory;
    }

    /**
     * Uses a capability.
     *
     * @return whether it gave something; false if it is known to be empty
     * @throws Exception if it was refused
     */
    boolean of(Capability capability) throws Exception {
        return switch (capability) {
            case CONCURRENT_READS -> readBesideAWrite();
            case AUTHORIZER ->
                done(await(db.withConnection(
                        connection -> connection.setAuthorizer(request -> Authorizer.Decision.ALLOW))));
            case TRACE -> done(await(db.withConnection(connection -> connection.setTrace(new StatementTrace() {}))));
            case BLOBS_IN_PLACE ->
                !await(Collector.collect(db.streamBlob(BlobLocation.of("t", "b", 1))))
                        .isEmpty();
            case STATISTICS -> statistics().isPresent();
            case DECLARED_TYPES -> declaredType() != null;
            case FUNCTIONS -> function();
            case ATTACH -> attach();
            case BACKUP -> backup();
            case MAINTENANCE -> maintenance();
            case CLUSTER_NODES -> !await(db.clusterNodes()).isEmpty();
        };
    }

    private static boolean done(Object nothing) {
        return nothing == null;
    }

    private boolean readBesideAWrite() throws Exception {
        OpenTransaction writing = await(db.begin());
        try {
            await(writing.execute("INSERT INTO t(n) VALUES (2)"));
            return await(db.withTimeout(SHORT)
                            .query("SELECT count(*) FROM t")
                            .mapTo(Long.class)
                            .one())
                    == 1;
        } finally {
            await(writing.rollback());
        }
    }

    private Optional<ConnectionStatistics> statistics() throws Exception {
        return await(db.withConnection(AsyncConnection::statistics));
    }

    private String declaredType() throws Exception {
        return await(db.query("SELECT n FROM t").withDeclaredTypes().list())
                .get(0)
                .columns()
                .get(0)
                .declaredType();
    }

    private boolean function() throws Exception {
        SqlFunction function = SqlFunction.scalar("capability_of_a_test", 0, arguments -> 7L);
        await(db.define(function));
        long answer = await(
                db.query("SELECT capability_of_a_test()").mapTo(Long.class).one());
        await(db.undefine(function));
        return answer == 7;
    }

    private boolean attach() throws Exception {
        String other = directory.resolve("other.db").toString();
        return await(db.withConnection(connection -> connection
                        .execute("ATTACH ? AS other", other)
                        .thenCompose(attached -> connection.execute("DETACH other"))))
                != null;
    }

    private boolean backup() throws Exception {
        await(db.backup(directory.resolve("backup.db")));
        byte[] image = await(db.contents().serialize(1 << 20));
        await(db.contents().deserialize(image));
        await(db.contents().restore(directory.resolve("backup.db")));
        return true;
    }

    private boolean maintenance() throws Exception {
        await(db.maintenance().optimize());
        await(db.maintenance().vacuum());
        await(db.maintenance().checkpoint(CheckpointMode.PASSIVE));
        return true;
    }

    /** Uses what no capability names, and so every database can do. */
    void ofTheRest() throws Exception {
        await(db.maintenance().analyze());
        assertSound(await(db.maintenance().integrityCheck()));
        assertSound(await(db.maintenance().quickCheck()));
        if (await(Collector.collect(db.dump())).isEmpty()) {
            throw new IllegalStateException("the dump is empty");
        }
        await(db.withConnection(connection -> connection
                .execute("CREATE TEMP TABLE chosen(k INTEGER)")
                .thenCompose(made -> connection.execute("INSERT INTO chosen VALUES (1)"))
                .thenCompose(inserted -> connection
                        .query("SELECT k FROM chosen")
                        .mapTo(Long.class)
                        .one())));
    }

    private static void assertSound(List<String> found) {
        if (!found.isEmpty()) {
            throw new IllegalStateException(found.toString());
        }
    }
}
