package io.asyncsqlite.internal.worker;

import io.asyncsqlite.BusyException;
import io.asyncsqlite.OutcomeUnknownException;
import io.asyncsqlite.ResultCode;
import io.asyncsqlite.SqliteException;
import io.asyncsqlite.StatementException;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.Strays;
import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.operation.Completions;
import io.asyncsqlite.internal.operation.Deadlines;
import io.asyncsqlite.internal.operation.Operation;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The operations that share one transaction of the {@link Writer}: which may join, and what becomes of them. How long a group waits for further
 * ones is up to {@link GroupWait}. Worker thread only.
 *
 * <pre>
 * members run --COMMIT ok--> members complete
 *      |  |  \--a member takes too long or cannot be undone alone--> ROLLBACK: members run again, that one alone
 *      |  |  \--the connection to a server is lost--> members run again on another connection
 *      |  |  \--an announced member must stop before its turn--> ROLLBACK: the others run again
 *      |  \--COMMIT fails--> ROLLBACK: each member runs again alone, or fails
 *      \--I/O error in COMMIT--> settled by another COMMIT: members fail, rolled back
 *                              \--cannot be settled: members fail, outcome unknown
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>An operation completes with a result only after the COMMIT of the transaction that it ran in last.
 *   <li>An operation completes with an error of its own only if the changes that it saw were committed: one that fails in a group
 *       which is rolled back runs again.
 *   <li>A member that harms its neighbours, by its failure or by the time it takes, is marked {@code ownGroup} and runs again in a
 *       transaction of its own, after those before it are committed. It is marked at most once, so that every group ends.
 *   <li>Members of a group run in the order accepted, also when they run again.
 *   <li>The statement of an announced operation may have run. So the transaction is committed only if every one was then executed as a member; else
 *       it is rolled back, and they run again. If the transaction has ended by itself before it, its outcome is unknown, and it does not run again.
 * </ol>
 */
final class WriteGroup {

    private static final int MAX_OPERATIONS = 1024;
    private static final long MAX_BYTES = 4L << 20;
    private static final long MAX_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    /** How long a member may run that others, which have run already, wait for. */
    private static final long MEMBER_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final Completions completions;
    private final Deadlines deadlines;
    private final String database;

    /** What runs next: members that run again go to its front. */
    private final PendingWrites pending;

    private final List<Operation<?>> members = new ArrayList<>(MAX_OPERATIONS);
    /** Started, and told to the engine, which may have sent their statements; the next that runs first. */
    private final ArrayDeque<Operation<?>> announced = new ArrayDeque<>();

    private long bytes;
    private long announcedBytes;
    private boolean announces;
    private long fullNanos;

    /** Whether it holds reads only, which need no write lock. */
    private boolean onlyReads;

    private @Nullable Operation<?> current;
    private boolean outlived;

    WriteGroup(PendingWrites pending, Completions completions, Deadlines deadlines, String database) {
        this.pending = pending;
        this.completions = completions;
        this.deadlines = deadlines;
        this.database = database;
    }

    /** Starts anew, without members. */
    void begin(boolean reads) {
        onlyReads = reads;
        bytes = 0;
        announces = false;
    }

    /** Forgets the members. */
    void end() {
        current = null;
        members.clear();
        announced.clear();
        announcedBytes = 0;
    }

    int size() {
        return members.size();
    }

    boolean isEmpty() {
        return members.isEmpty() && announced.isEmpty();
    }

    /** Returns the member that runs now, or null. */
    @Nullable
    Operation<?> current() {
        return current;
    }

    /** Returns the SQL text that an error of the COMMIT is about. */
    String sql() {
        return members.size() == 1 ? members.get(0).sql() : "COMMIT";
    }

    boolean isFull() {
        return members.size() + announced.size() >= MAX_OPERATIONS
                || bytes + announcedBytes >= MAX_BYTES
                || (!members.isEmpty() && members.get(0).ownGroup);
    }

    /** Adds an operation that was started, and will be run as a member after those that were announced before it. */
    void announce(Operation<?> operation) {
        announces = true;
        announced.add(operation);
        announcedBytes += operation.bytes();
    }

    /** Returns the first of the announced operations, which is to run now, or null. */
    @Nullable
    Operation<?> nextAnnounced() {
        Operation<?> next = announced.poll();
        announcedBytes -= next == null ? 0 : next.bytes();
        return next;
    }

    /** Tells whether an operation may be the next member. */
    boolean admits(Operation<?> operation, long now) {
        if (!operation.shareable() || (onlyReads && !operation.readOnly())) {
            return false;
        }
        if (isEmpty()) {
            fullNanos = now + MAX_NANOS;
            return true;
        }
        return !operation.ownGroup && now - fullNanos <= 0;
    }

    /** Runs an operation that was started, as a member. Returns whether the transaction can go on. */
    boolean run(DatabaseConnection connection, Operation<?> operation) {
        members.add(operation);
        current = operation;
        outlived = false;
        int left = announces ? connection.announcements().left() : 0;
        boolean succeeded = operation.run(connection);
        current = null;
        bytes += operation.bytes() + operation.resultBytes();
        if (left > 0 && connection.announcements().left() == left) {
            returnUnexecuted(operation);
            return false;
        }
        return succeeded || (!outlived && connection.transaction().undoneCleanly());
    }

    /** Takes back a member that was not executed, because it was to stop: its statement may have been sent, and have changed something all the same. */
    private void returnUnexecuted(Operation<?> operation) {
        members.remove(members.size() - 1);
        operation.ownGroup = true;
        announced.addFirst(operation);
    }

    /** Tells whether the member that runs now takes too long for others, and notes it. */
    boolean outlives(long now) {
        Operation<?> member = current;
        outlived =
                member != null && members.size() > 1 && !member.ownGroup && now - member.startedNanos() > MEMBER_NANOS;
        return outlived;
    }

    /** Asks each member that has not run and whose statement may have been sent whether it must stop: then all have to run again. */
    boolean anyAnnouncedMustStop(long now) {
        return anyMustStop(announced, now);
    }

    /** Asks each member whether it must stop. */
    boolean anyMustStop(long now) {
        return anyMustStop(members, now);
    }

    /** Asks all: the question notes the time that is over. */
    private static boolean anyMustStop(Iterable<Operation<?>> operations, long now) {
        boolean stops = false;
        for (Operation<?> operation : operations) {
            stops |= operation.mustStop(now);
        }
        return stops;
    }

    void complete() {
        completions.completeAll(members);
    }

    /** Fails all members, whose effect was rolled back or is not known. */
    void failBecause(Throwable reason) {
        members.addAll(announced);
        members.forEach(member -> member.failBecause(database, reason));
        complete();
    }

    /** Fails announced operations whose statements ran after the transaction had ended by itself, each in one of its own. */
    void failStrays(Strays strays) {
        List<Operation<?>> failed = new ArrayList<>();
        int place = 0;
        for (Iterator<Operation<?>> each = announced.iterator(); each.hasNext() && place < strays.to(); place++) {
            Operation<?> operation = each.next();
            if (place >= strays.from()) {
                each.remove();
                operation.fail(Failures.ranAfterItsTransaction(database, operation.sql()));
                failed.add(operation);
            }
        }
        completions.completeAll(failed);
    }

    /** Puts the members back in order, the last one, which ended the transaction, to run alone. */
    void replay() {
        if (members.isEmpty() || (!announced.isEmpty() && announced.getFirst().ownGroup)) {
            putBack();
            return;
        }
        Operation<?> culprit = members.get(members.size() - 1);
        boolean isAlone = members.size() == 1 && announced.isEmpty();
        if (isAlone || culprit.isStopping() || culprit.failure() instanceof OutcomeUnknownException) {
            // Its failure stands: it rests on nothing that the others did.
            culprit.failStopped(database);
            completions.complete(culprit);
            members.remove(members.size() - 1);
        } else {
            culprit.ownGroup = true;
        }
        putBack();
    }

    /** Has members whose effect was rolled back run again, in order, and completes those that are to stop. */
    void putBack() {
        List<Operation<?>> stopped = new ArrayList<>();
        members.addAll(announced);
        announced.clear();
        for (int i = members.size() - 1; i >= 0; i--) {
            Operation<?> member = members.get(i);
            if (!willRunAgain(member)) {
                member.failStopped(database);
                stopped.add(member);
            }
        }
        completions.completeAll(stopped);
        members.clear();
    }

    private boolean willRunAgain(Operation<?> member) {
        boolean again = member.putBack();
        if (again) {
            pending.putBack(member);
            deadlines.running(member);
            completions.counters().repeated();
        }
        return again;
    }

    /** Decides what becomes of the members after a COMMIT that failed: they fail, or run again, also if the connection was lost before it ran. */
    void commitFailed(SqliteException e, boolean abandoned, boolean lost) {
        if (e instanceof OutcomeUnknownException) {
            members.stream().filter(member -> member.failure() == null).forEach(member -> member.fail(e));
            complete();
        } else if (lost) {
            putBack();
        } else if (e instanceof BusyException) {
            failOrPutBack(e, abandoned);
        } else {
            failOrReplay(e);
        }
    }

    /** The lock for the COMMIT was not had: those that were stopped end, and the others wait for it again or have waited long enough. */
    private void failOrPutBack(SqliteException e, boolean abandoned) {
        if (!abandoned && members.stream().noneMatch(Operation::isStopping)) {
            fail(e);
        } else {
            putBack();
        }
    }

    /** Lets each run alone, so that only the guilty fails; after an I/O error all fail, for it would meet them again. */
    private void failOrReplay(SqliteException e) {
        boolean ioError =
                e instanceof StatementException failed && failed.code().primary() == ResultCode.IOERR;
        if (members.size() == 1 || ioError) {
            fail(e);
        } else {
            members.forEach(member -> member.ownGroup = true);
            putBack();
        }
    }

    private void fail(SqliteException e) {
        members.forEach(member -> member.fail(e));
        complete();
    }
}
