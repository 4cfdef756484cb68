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
}
