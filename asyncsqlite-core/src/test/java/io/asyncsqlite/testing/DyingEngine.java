package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Set;

/** The real engine, which throws once, on a reader's thread, a failure that engines never throw. */
public final class DyingEngine implements Engine {

    // Guarded by this.
    private String method = "";
    private int goodBefore;
    private Throwable death;

    /** Makes a method throw once, after some calls that succeed. */
    public synchronized void dieIn(String method, int goodBefore, Throwable death) {
        this.method = method;
        this.goodBefore = goodBefore;
        this.death = death;
    }

    private synchronized Throwable next(String called) {
        boolean onReader = Thread.currentThread().getName().startsWith("asyncsqlite-reader-");
        if (!onReader || !called.equals(method) || death == null || goodBefore-- > 0) {
            return null;
        }
        Throwable now = death;
        death = null;
        return now;
    }

    @Override
    public Set<Ability> abilities() {
        return TestEngine.get().abilities();
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        Throwable now = next("open");
        if (now instanceof Error error) {
            throw error;
        }
        if (now instanceof RuntimeException exception) {
            throw exception;
        }
        EngineConnection real = TestEngine.get().open(request);
        return (EngineConnection) Proxy.newProxyInstance(
                DyingEngine.class.getClassLoader(),
                new Class<?>[] {EngineConnection.class},
                (proxy, called, arguments) -> call(real, called, arguments));
    }

    private Object call(EngineConnection real, Method called, Object[] arguments) throws Throwable {
        Throwable now = next(called.getName());
        if (now != null) {
            throw now;
        }
        try {
            return called.invoke(real, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }
}
