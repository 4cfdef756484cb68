package io.asyncsqlite.registry;

import io.asyncsqlite.SqliteOptions;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What {@link Places} knows of one key. Guarded by the lock of the registry, but for the key and the options. */
final class Slot<K, D> {

    enum State {
        WAITING,
        OPENING,
        OPEN,
        CLOSING
    }

    final K key;
    final SqliteOptions options;
    final Set<Caller<K, D>> callers = new LinkedHashSet<>();
    State state = State.WAITING;
    int leases;
    long idleSince;

    /** The database, from its opening to its closing. */
    @Nullable
    D database;

    Slot(K key, SqliteOptions options) {
        this.key = key;
        this.options = options;
    }

    /** One that waits for a lease. Called without the lock, once. */
    interface Caller<K, D> {

        void granted(Slot<K, D> slot, D database);

        void failed(Throwable failure);
    }
}
