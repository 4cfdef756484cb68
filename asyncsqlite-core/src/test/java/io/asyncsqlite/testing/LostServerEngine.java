package io.asyncsqlite.testing;

import io.asyncsqlite.ClusterNode;
import io.asyncsqlite.internal.connection.ClusterEngine;
import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineException.Loss;
import io.asyncsqlite.internal.engine.EngineStatement;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;

/**
 * The real engine in the place of a cluster: each connection has a database of its own in memory. When the test wants it the leader is lost: open
 * connections fail, and no other one can be opened until it is found.
 */
public final class LostServerEngine implements ClusterEngine {

    private static final int NOT_LEADER = 10 | (40 << 8);
    private static final int LEADERSHIP_LOST = 10 | (41 << 8);

    private volatile boolean lost;
    private volatile int term;
    private volatile CountDownLatch sought = new CountDownLatch(0);

    /** Loses the leader, and returns a latch that opens when a connection looks for it again after one vain attempt. */
    public CountDownLatch lose() {
        CountDownLatch next = new CountDownLatch(2);
        sought = next;
        lost = true;
        term++;
        return next;
    }

    public void find() {
        lost = false;
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
        refuseIfLost();
        return List.of(new ClusterNode("h1:9001", ClusterNode.Role.VOTER, true));
    }

    @Override
    public int knownNodes() {
        return 1;
    }

    @Override
    public long leaderChanges() {
        return term;
    }

    private void refuseIfLost() throws EngineException {
        if (lost) {
            sought.countDown();
            throw new EngineException(NOT_LEADER, "no leader was found", Loss.NOT_EXECUTED);
        }
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        refuseIfLost();
        return proxy(EngineConnection.class, TestEngine.get().open(request), term);
    }

    private <T> T proxy(Class<T> type, Object real, int begun) {
        return type.cast(Proxy.newProxyInstance(
                LostServerEngine.class.getClassLoader(),
                new Class<?>[] {type},
                (proxy, called, arguments) -> call(real, begun, called, arguments)));
    }

    private Object call(Object real, int begun, Method called, Object[] arguments) throws Throwable {
        if (begun != term && canFail(called)) {
            throw new EngineException(LEADERSHIP_LOST, "the connection to the leader was lost", Loss.UNKNOWN);
        }
        try {
            Object result = called.invoke(real, arguments);
            return result instanceof EngineStatement statement
                    ? proxy(EngineStatement.class, statement, begun)
                    : result;
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static boolean canFail(Method called) {
        return !called.getName().equals("close")
                && Arrays.asList(called.getExceptionTypes()).contains(EngineException.class);
    }
}
