package io.asyncsqlite.internal.connection;

import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineException;
import java.util.List;

/** An engine whose connections lead to the leader of a cluster. */
public interface ClusterEngine extends Engine {

    /**
     * Asks the leader which servers the cluster has, on a connection of its own. Blocks. Any thread.
     *
     * @return the servers, one of which leads
     * @throws EngineException if none leads, or the leader does not answer
     */
    List<ClusterNode> nodes() throws EngineException;

    /**
     * Returns how many servers the leader named when a connection to it was opened last. Any thread.
     *
     * @return 0 before the first connection
     */
    int knownNodes();

    /**
     * Returns how often a connection was opened to another leader than the one before. Any thread.
     *
     * @return 0 or more
     */
    long leaderChanges();
}
