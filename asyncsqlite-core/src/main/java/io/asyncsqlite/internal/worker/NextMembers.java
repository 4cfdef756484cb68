package io.asyncsqlite.internal.worker;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import io.asyncsqlite.internal.operation.StatementOperation;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Starts the members of a group, in the order accepted. Where the engine reaches SQLite over a network, it starts all that wait before the first of
 * them runs, and announces their statements. Worker thread only.
 *
 * <p>Invariant: an operation that it has started is at once a member that runs, or one that is announced to the {@link WriteGroup}, which completes
 * it or puts it back.
 */
final class NextMembers {

    private final PendingWrites pending;
    private final WriteGroup group;
    private final Deadlines deadlines;
    private final AnnouncedAtOnce atOnce = new AnnouncedAtOnce();

    NextMembers(PendingWrites pending, WriteGroup group, Deadlines deadlines) {
        this.pending = pending;
        this.group = group;
        this.deadlines = deadlines;
    }

    /** Returns the next member, or null when the group is to end. */
    @Nullable
    Operation<?> next() {
        Operation<?> operation;
        while (!group.isFull() && (operation = pending.awaitMember(group.size())) != null) {
            long now = System.nanoTime();
            if (!group.admits(operation, now)) {
                return null;
            }
            if (start(operation, now)) {
                return operation;
            }
        }
        return null;
    }

    /** Takes an operation, and returns whether it was started: others may have ended it. */
    private boolean start(Operation<?> operation, long now) {
        pending.removeFirst();
        deadlines.endedIfPutBack(operation);
        return operation.start(now);
    }

    /** As {@link #next}; those behind it that wait already are started, too, and announced. */
    @Nullable
    Operation<?> nextAnnouncing(DatabaseConnection connection) {
        Operation<?> announced = group.nextAnnounced();
        Operation<?> next = announced == null ? next() : announced;
        if (announced == null && next != null && !next.ownGroup) {
            announceFrom(next, connection);
        }
        return next;
    }

    private void announceFrom(Operation<?> first, DatabaseConnection connection) {
        List<BoundStatement> statements = new ArrayList<>();
        BoundStatement single = single(first);
        while (single != null) {
            statements.add(single);
            single = statements.size() < atOnce.count() ? startAnnounced() : null;
        }
        connection.announcements().announce(statements);
    }

    /** Starts the next operation that waits, if it can be announced. */
    private @Nullable BoundStatement startAnnounced() {
        Operation<?> operation;
        while (!group.isFull() && (operation = pending.first()) != null) {
            long now = System.nanoTime();
            BoundStatement single = single(operation);
            if (single == null || operation.ownGroup || !group.admits(operation, now)) {
                return null;
            }
            if (start(operation, now)) {
                group.announce(operation);
                return single;
            }
        }
        return null;
    }

    /** Notes how the group has ended. */
    void groupEnded(boolean committed) {
        if (committed) {
            atOnce.groupCommitted();
        } else {
            atOnce.groupGivenUp();
        }
    }

    private static @Nullable BoundStatement single(Operation<?> operation) {
        return operation instanceof StatementOperation<?, ?> one ? one.single() : null;
    }
}
