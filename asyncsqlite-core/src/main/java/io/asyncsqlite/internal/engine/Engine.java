package io.asyncsqlite.internal.engine;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;

/** A way to call SQLite. */
public interface Engine {

    /**
     * Opens a connection. The calling thread becomes its owner.
     *
     * @param request what to open
     * @return the open connection, in autocommit mode
     * @throws EngineException if SQLite cannot open the database
     * @throws EngineUnavailableException if the engine cannot be used in this JVM
     */
    EngineConnection open(OpenRequest request) throws EngineException;

    /**
     * Tells whether its connections lead to a server: settings of files do not apply, a lost connection is replaced by another one, and a running
     * statement is stopped only by giving up the connection.
     *
     * @return false where SQLite runs in this process
     */
    default boolean isRemote() {
        return false;
    }

    /**
     * Tells what it can do beyond statements and transactions. Known after it has opened a connection. Any thread.
     *
     * @return an immutable set; by default what every way to call SQLite in this process can do
     */
    default Set<Ability> abilities() {
        return Ability.ofJni();
    }

    /**
     * Throws if it lacks an ability.
     *
     * @param ability the ability
     * @throws UnsupportedOperationException if it is missing
     */
    default void require(Ability ability) {
        if (!abilities().contains(ability)) {
            throw ability.missing("needs a database of this machine");
        }
    }

    /**
     * Returns the engine on sqlite-jdbc's native interface.
     *
     * @return the engine for every JDK from 17 on
     */
    static Engine jni() {
        return new JniEngine();
    }

    /**
     * Opens the write-ahead log of an open database, to flush it.
     *
     * @param log path of the log
     * @return the log
     * @throws IOException if it cannot be opened
     */
    default LogFile openLog(Path log) throws IOException {
        return LogFile.open(log);
    }

    /**
     * Returns the engine on {@code java.lang.foreign}, which calls the same copy of SQLite.
     *
     * @return the engine; it opens nothing below JDK 22
     */
    static Engine foreign() {
        return new ForeignEngine();
    }

    /**
     * Returns the foreign engine where it can be used, else the JNI engine.
     *
     * @return the engine, which writes one INFO line for a JVM if it has to use JNI on JDK 22 or newer
     */
    static Engine fastest() {
        return new FallbackEngine(foreign(), jni());
    }
}
