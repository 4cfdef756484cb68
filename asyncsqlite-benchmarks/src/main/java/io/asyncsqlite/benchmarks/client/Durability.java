package io.asyncsqlite.benchmarks.client;

import io.asyncsqlite.Synchronous;
import org.sqlite.SQLiteConfig.SynchronousMode;

/** What an acknowledged row survives. */
public enum Durability {
    /** A power loss. */
    FULL(Synchronous.FULL, SynchronousMode.FULL),
    /** The end of the process. */
    NORMAL(Synchronous.NORMAL, SynchronousMode.NORMAL);

    private final Synchronous core;
    private final SynchronousMode jdbc;

    Durability(Synchronous core, SynchronousMode jdbc) {
        this.core = core;
        this.jdbc = jdbc;
    }

    /** Returns the option of asyncsqlite. */
    public Synchronous core() {
        return core;
    }

    /** Returns the option of sqlite-jdbc. */
    public SynchronousMode jdbc() {
        return jdbc;
    }

    /** Returns what {@code PRAGMA synchronous} gives. */
    public String pragma() {
        return String.valueOf(jdbc == SynchronousMode.FULL ? 2 : 1);
    }
}
