package io.asyncsqlite.engine;

/** A way to call SQLite. */
public interface Engine {

    /**
     * Opens a connection. The calling thread becomes its owner.
     *
     * @param request what to open
     * @return the open connection, in autocommit mode
     * @throws EngineException if SQLite cannot open the database
     */
    EngineConnection open(OpenRequest request) throws EngineException;

    /**
     * Returns the engine on sqlite-jdbc's native interface.
     *
     * @return the engine for every JDK from 17 on
     */
    static Engine jni() {
        return new JniEngine();
    }
}
