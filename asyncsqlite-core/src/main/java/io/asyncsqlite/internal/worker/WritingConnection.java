package io.asyncsqlite.internal.worker;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.internal.connection.ConnectionFactory;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import java.util.function.BooleanSupplier;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/** The connection that the {@link Writer} writes on; a lost one to a server is replaced. Worker thread only, but for {@link #obstacle}. */
final class WritingConnection {

    private final ConnectionFactory connections;
    private final LongPredicate mustYield;

    private volatile @Nullable DatabaseConnection connection;
    private volatile boolean reconnecting;

    /**
     * Makes one that is not open yet.
     *
     * @param mustYield asked by running statements whether to stop
     */
    WritingConnection(ConnectionFactory connections, LongPredicate mustYield) {
        this.connections = connections;
        this.mustYield = mustYield;
    }

    DatabaseConnection open() {
        return use(connections.openWriter());
    }

    private DatabaseConnection use(DatabaseConnection opened) {
        opened.interrupter().stopIf(mustYield);
        connection = opened;
        return opened;
    }

    /**
     * Replaces a connection that was lost, or returns it once that is pointless. Operations that wait keep their deadlines.
     *
     * @param pointless asked between attempts whether no operation needs a connection any more
     */
    DatabaseConnection reopen(DatabaseConnection lost, BooleanSupplier pointless) {
        connections.close(lost);
        reconnecting = true;
        try {
            return use(connections.reopenWriter(pointless));
        } catch (DatabaseOpenException e) {
            if (pointless.getAsBoolean()) {
                return lost;
            }
            throw e;
        } finally {
            reconnecting = false;
        }
    }

    /** Returns what the connection waits for, or null. Any thread. */
    @Nullable
    String obstacle() {
        if (reconnecting) {
            return "the writer has lost its connection and looks for the leader of the cluster";
        }
        DatabaseConnection writing = connection;
        return writing != null && writing.interrupter().isWaitingForLock()
                ? "the writer waits for a lock of another process"
                : null;
    }
}
