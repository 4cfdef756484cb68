package io.asyncsqlite.r2dbc;

import io.asyncsqlite.AsyncSqlite;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A database that all factories which mean it share. Opening, taking a share and giving one back block.
 *
 * <pre> NEW --first share--> OPEN --last share given back, or not opened--> GONE </pre>
 *
 * Invariant: for each key at most one database is not GONE. It stays registered until the file is closed.
 */
final class SharedDatabase {

    private static final Map<Object, SharedDatabase> DATABASES = new ConcurrentHashMap<>();

    private final Object key;

    // Guarded by this.
    private @Nullable DatabaseSettings settings;
    private @Nullable AsyncSqlite database;
    private int shares;
    private boolean gone;

    private SharedDatabase(Object key) {
        this.key = key;
    }

    /** Opens a database, or takes a share in it if it is open. */
    static SharedDatabase acquire(DatabaseSettings settings) {
        Object key = settings.key();
        SharedDatabase shared;
        do {
            shared = DATABASES.computeIfAbsent(key, SharedDatabase::new);
        } while (!shared.take(settings));
        return shared;
    }

    synchronized AsyncSqlite database() {
        return Objects.requireNonNull(database, "a share was taken");
    }

    private synchronized boolean take(DatabaseSettings wanted) {
        if (gone) {
            return false;
        }
        if (settings == null) {
            open(wanted);
        } else {
            refuseConflict(settings, wanted);
        }
        shares++;
        return true;
    }

    private void open(DatabaseSettings wanted) {
        try {
            database = AsyncSqlite.open(wanted.options());
            settings = wanted;
        } finally {
            if (settings == null) {
                end();
            }
        }
    }

    private static void refuseConflict(DatabaseSettings present, DatabaseSettings wanted) {
        List<String> differences = wanted.differences(present);
        if (!differences.isEmpty()) {
            throw new InvalidOptionException(
                    differences.get(0),
                    "Database '" + present.options().name()
                            + "' is open with other options, which all factories of one database must agree on: "
                            + differences,
                    null);
        }
    }

    synchronized void release() {
        shares--;
        if (shares == 0) {
            try {
                database().close();
            } finally {
                end();
            }
        }
    }

    private void end() {
        gone = true;
        DATABASES.remove(key, this);
    }
}
