package io.asyncsqlite.internal.engine;

import io.asyncsqlite.internal.log.Log;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Uses the foreign engine where it can be used. Else uses the JNI engine, and logs the reason once in a JVM. */
final class FallbackEngine implements Engine {

    private static final Log LOG = Log.of(FallbackEngine.class);
    private static final AtomicBoolean TOLD = new AtomicBoolean();
    private static final int FIRST_JDK = 22;

    private final Engine foreign;
    private final Engine jni;

    /** The one that opened the first connection, as it does with all of them. */
    private volatile Engine used;

    FallbackEngine(Engine foreign, Engine jni) {
        this.foreign = foreign;
        this.jni = jni;
        this.used = foreign;
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        try {
            return foreign.open(request);
        } catch (EngineUnavailableException e) {
            if (TOLD.compareAndSet(false, true)) {
                // Below its JDK nothing is wrong with the program.
                boolean expected = Runtime.version().feature() < FIRST_JDK;
                LOG.log(
                        expected ? System.Logger.Level.DEBUG : System.Logger.Level.INFO,
                        () -> "SQLite is called through JNI: the foreign engine " + e.getMessage());
                LOG.log(System.Logger.Level.DEBUG, () -> "Why the foreign engine cannot be used", e);
            }
            used = jni;
            return jni.open(request);
        }
    }

    @Override
    public Set<Ability> abilities() {
        return used.abilities();
    }
}
