package io.asyncsqlite.internal.live;

import io.asyncsqlite.SqliteAttachment;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.ConnectionOperation;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.Services;
import io.asyncsqlite.internal.sql.Identifiers;
import org.jspecify.annotations.Nullable;

/**
 * Asks the writing connection at intervals whether other connections have changed the file, or one that is attached.
 *
 * <p>Invariant: while it watches, one question is under way or one timer runs for the next; a question of an earlier watch that is
 * answered late, since the writer was busy, has no next one.
 *
 * @see <a href="https://www.sqlite.org/pragma.html#pragma_data_version">PRAGMA data_version</a>
 */
final class OtherProcesses {

    private final Services services;
    private final Runnable changed;
    private final long intervalNanos;

    // Guarded by this.
    private @Nullable Watch watch;

    // Writer's thread only.
    private String version = "";

    OtherProcesses(Services services, Runnable changed) {
        this.services = services;
        this.changed = changed;
        this.intervalNanos = services.options().inMemory()
                ? 0
                : services.options().watchInterval().toNanos();
    }

    /** Begins to ask, at once for the first time, or ends it. */
    synchronized void watch(boolean watches) {
        Watch current = watch;
        if (intervalNanos == 0 || watches == (current != null)) {
            return;
        }
        if (current != null) {
            current.timer.cancel();
            watch = null;
        } else {
            watch = new Watch();
        }
    }

    private synchronized void askAgain(Watch asked) {
        if (asked.equals(watch)) {
            asked.timer = asked.askAt(System.nanoTime() + intervalNanos);
        }
    }

    /** The time from the first subscriber to the last. */
    private final class Watch {

        // Guarded by the enclosing object.
        private Deadlines.Timer timer = askAt(System.nanoTime());

        private Deadlines.Timer askAt(long nanos) {
            return services.deadlines().at(nanos, this::ask);
        }

        private void ask() {
            Operation<Void> question = ConnectionOperation.ending(
                    services.options().callbackExecutor(), "PRAGMA data_version", OtherProcesses.this::look);
            question.accept(System.nanoTime(), Operation.UNLIMITED_NANOS);
            Callbacks.whenDone(question.future(), (looked, failure) -> askAgain(this));
            try {
                services.workers().accept(question);
            } catch (SqliteException closed) {
                watch(false);
            }
        }
    }

    private String versions(DatabaseConnection connection) throws EngineException {
        StringBuilder versions = new StringBuilder(connection.pragma("PRAGMA main.data_version"));
        for (SqliteAttachment attachment : services.options().attachments()) {
            String schema = Identifiers.quoted(attachment.schema());
            versions.append(' ').append(connection.pragma("PRAGMA " + schema + ".data_version"));
        }
        return versions.toString();
    }

    private void look(DatabaseConnection connection) {
        try {
            String now = versions(connection);
            if (!now.equals(version)) {
                version = now;
                changed.run();
            }
        } catch (EngineException e) {
            // Asked again after the interval.
        }
    }
}
