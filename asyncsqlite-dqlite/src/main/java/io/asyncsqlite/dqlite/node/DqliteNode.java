package io.asyncsqlite.dqlite.node;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.dqlite.Membership;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/**
 * A server of a dqlite cluster in this JVM. A preview: it may change in any version.
 *
 * <p>Needs Linux, JDK 22 or newer with {@code --enable-native-access}, and the system's {@code libdqlite}. A fault of that library ends the JVM, so a
 * program that must go on runs the server as a process of its own, with {@link NodeMain}. The server encrypts nothing and asks for no password:
 * a program that reaches its port can read and change all data.
 *
 * <pre>{@code
 * try (DqliteNode node = DqliteNode.start(NodeOptions.first(directory, address));
 *         AsyncSqlite db = AsyncSqlite.open(SqliteOptions.cluster(ClusterLocation.of(node.address()))
 *                 .build())) {
 *     return db.query("SELECT sqlite_version()").mapTo(String.class).one().join();
 * }
 * }</pre>
 */
public final class DqliteNode implements AutoCloseable {

    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private final NodeDirectory directory;
    private final NodeHandle handle;
    private final AtomicBoolean closed = new AtomicBoolean();

    private DqliteNode(NodeDirectory directory, NodeHandle handle) {
        this.directory = directory;
        this.handle = handle;
    }

    /**
     * Starts a server, and waits until it is a member of its cluster. Blocks the caller.
     *
     * @param options where it keeps its data, and how it is reached
     * @return the server, which answers
     * @throws NodeException if the library or the JDK is missing, the directory is in use or belongs to another address, the address cannot be listened
     *     on, or the cluster does not take it in time; nothing runs then
     */
    public static DqliteNode start(NodeOptions options) {
        NodeDirectory directory = NodeDirectory.open(options);
        NodeHandle handle = null;
        try {
            boolean joins = !directory.isMember();
            long until = System.nanoTime() + options.joinTimeout().toNanos();
            if (joins) {
                refuseIfTaken(options, directory.id(), until);
            }
            handle = NodeHandle.start(options, directory.id());
            if (joins) {
                untilDone(options, until, () -> {
                    Membership.join(options.cluster(), directory.id(), options.address());
                    return "";
                });
                directory.noteMember();
            }
            return new DqliteNode(directory, handle);
        } catch (Throwable e) {
            if (handle != null) {
                handle.close();
            }
            directory.close();
            throw e;
        }
    }

    private static void refuseIfTaken(NodeOptions options, long id, long until) {
        String refusal = untilDone(options, until, () -> Membership.refusal(options.cluster(), id, options.address()));
        if (!refusal.isEmpty()) {
            throw new NodeException(
                    "The server at " + options.address() + " cannot join: " + refusal
                            + ". Give it another address, or the directory that it had",
                    null);
        }
    }

    /** Something that the cluster does when it has a leader. */
    @FunctionalInterface
    private interface Attempt {

        String run() throws IOException;
    }

    private static String untilDone(NodeOptions options, long until, Attempt attempt) {
        while (true) {
            try {
                return attempt.run();
            } catch (IOException e) {
                if (System.nanoTime() - until >= 0 || Thread.currentThread().isInterrupted()) {
                    throw new NodeException(
                            "The server at " + options.address() + " did not become a member of the cluster within "
                                    + options.joinTimeout() + ": " + e.getMessage()
                                    + ". Look whether the others run, or set a longer joinTimeout",
                            e);
                }
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
    }

    /**
     * Returns by which address others reach it.
     *
     * @return {@code ip:port}
     */
    public String address() {
        return directory.address();
    }

    /**
     * Has another server lead if this one does, and ends it. Blocks the caller, for some seconds at most. It stays a member, and may start again with its
     * directory. Further calls do nothing.
     *
     * @throws NodeException if the library says that it did not stop; it does not run any more
     */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            Membership.handOver(ClusterLocation.of(address()), directory.id());
            try {
                handle.close();
            } finally {
                directory.close();
            }
        }
    }
}
