package io.asyncsqlite.internal;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.connection.ClusterEngines;
import io.asyncsqlite.internal.engine.Engine;

/** Chooses the engine of a database. */
final class Engines {

    private Engines() {}

    static Engine of(SqliteOptions options) {
        ClusterLocation cluster = options.cluster();
        return cluster == null ? local(options.engine()) : ClusterEngines.find(cluster);
    }

    private static Engine local(EngineChoice choice) {
        return switch (choice) {
            case AUTO -> Engine.fastest();
            case JNI -> Engine.jni();
            case FOREIGN -> Engine.foreign();
        };
    }
}
