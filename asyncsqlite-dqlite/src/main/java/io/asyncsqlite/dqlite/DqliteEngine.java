package io.asyncsqlite.dqlite;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.internal.connection.ClusterEngine;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.OpenRequest;
import java.util.List;
import java.util.Set;

/** Opens connections to the leader of a cluster. */
final class DqliteEngine implements ClusterEngine {

    private final ClusterLocation location;
    private final LeaderSearch search;

    DqliteEngine(ClusterLocation location) {
        this.location = location;
        this.search = new LeaderSearch(location);
    }

    @Override
    public boolean isRemote() {
        return true;
    }

    @Override
    public Set<Ability> abilities() {
        return Set.of(Ability.CLUSTER_NODES);
    }

    @Override
    public List<ClusterNode> nodes() throws EngineException {
        return search.nodes();
    }

    @Override
    public int knownNodes() {
        return search.knownNodes();
    }

    @Override
    public long leaderChanges() {
        return search.leaderChanges();
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        ServerConnection server = search.connect();
        Exchange exchange = new Exchange(server, location, () -> search.leads(server.node()));
        exchange.stopIf(request.stop());
        DqliteConnection connection = DqliteConnection.open(exchange, location.database(), request.whenBusy());
        try {
            if (!request.readOnly()) {
                DeclaredTypes.refuseHarmful(connection);
            }
            return connection;
        } catch (EngineException | RuntimeException e) {
            connection.close();
            throw e;
        }
    }
}
