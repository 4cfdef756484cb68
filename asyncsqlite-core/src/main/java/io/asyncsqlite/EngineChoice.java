package io.asyncsqlite;

/** How SQLite is called. Both ways reach the same copy of SQLite, the one that sqlite-jdbc brings. */
public enum EngineChoice {
    /** {@link #FOREIGN} where it can be used, else {@link #JNI}; on JDK 22 or newer one INFO line of the program says why it is not FOREIGN. */
    AUTO,
    /** Through the native interface of sqlite-jdbc: every JDK from 17 on. */
    JNI,
    /** Directly, through {@code java.lang.foreign}: JDK 22 and newer. Where it cannot be used, opening a database fails. */
    FOREIGN
}
