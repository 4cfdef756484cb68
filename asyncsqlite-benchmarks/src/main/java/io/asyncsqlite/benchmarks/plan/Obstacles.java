package io.asyncsqlite.benchmarks.plan;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import org.jspecify.annotations.Nullable;

/** Says why a contender cannot run on this machine. */
public final class Obstacles {

    private static final int FIRST_WITH_VIRTUAL_THREADS = 21;

    private static final @Nullable String OF_FOREIGN_ENGINE = ofForeignEngine();

    private Obstacles() {}

    /** Returns the engine that a program gets on this JVM without an option. */
    static EngineChoice usualEngine() {
        return OF_FOREIGN_ENGINE == null ? EngineChoice.FOREIGN : EngineChoice.JNI;
    }

    /** Returns the reason, or null if the contender can run. */
    public static @Nullable String of(Contender contender) {
        if (contender.shape().kind() == Shape.Kind.VIRTUAL
                && Runtime.version().feature() < FIRST_WITH_VIRTUAL_THREADS) {
            return "virtual threads need JDK " + FIRST_WITH_VIRTUAL_THREADS;
        }
        if (contender.engine() == EngineChoice.FOREIGN) {
            return OF_FOREIGN_ENGINE;
        }
        return contender.client().obstacle();
    }

    private static @Nullable String ofForeignEngine() {
        try {
            AsyncSqlite.open(SqliteOptions.memory().engine(EngineChoice.FOREIGN).build())
                    .close();
            return null;
        } catch (DatabaseOpenException e) {
            return e.getMessage();
        }
    }
}
