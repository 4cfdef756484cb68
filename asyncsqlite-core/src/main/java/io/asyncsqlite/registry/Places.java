package io.asyncsqlite.registry;

import io.asyncsqlite.DatabaseClosedException;
import io.asyncsqlite.OperationTimeoutException;
import io.asyncsqlite.Outcome;
import io.asyncsqlite.registry.RegistryStats.Totals;
import io.asyncsqlite.registry.Slot.Caller;
import io.asyncsqlite.registry.Slot.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides which databases of a registry are open. Guarded by the lock of the registry. What is decided is done later, without the lock: see
 * {@link #takeWork}.
 *
 * <pre>
 *  (none) --ask--> WAITING --place free--> OPENING --opened--> OPEN --no lease, chosen--> CLOSING --closed--> (none)
 *    ^                |                       |                                              |
 *    +--no caller left+                       +--failed--> CLOSING, or (none) if not open    +--closed, has callers--> WAITING
 * </pre>
 *
 * Invariants:
 * <ol>
 *   <li>At most {@code maxOpen} slots are OPENING, OPEN or CLOSING: they have a place.
 *   <li>Before the registry closes, only an OPEN slot without a lease becomes CLOSING, or one whose opening has failed.
 *   <li>A key has at most one slot, and a slot opens one database at a time. So callers of a key share one opening.
 *   <li>Each caller that does not leave gets one answer, a lease or a failure. A failure is kept for no later caller.
 *   <li>While a slot is WAITING, all places are taken, and each OPEN slot has a lease or as many slots are CLOSING as wait.
 *   <li>Slots get places in the order in which they began to wait, so each gets one after those before it.
 * </ol>
 *
 * @param <D> a database
 */
final class Places<K, D> {

    /** Opens and closes, and reports the end of each by a method of {@link Places}. Called without the lock. */
    interface Work<K, D> {

        void open(Slot<K, D> slot);

        void close(Slot<K, D> slot, D database);
    }

    private final int maxOpen;
    private final Work<K, D> work;
    private final Map<K, Slot<K, D>> slots = new HashMap<>();
    private final Set<Slot<K, D>> waiting = new LinkedHashSet<>();

    /** Those that are OPEN and have no lease; the least recently used first. */
    private final Set<Slot<K, D>> idle = new LinkedHashSet<>();

    private List<Runnable> todo = new ArrayList<>();
    private int taken;
    private int closing;
    private boolean closed;

    private long leases;
    private long openings;
    private long failures;
    private long evictions;
    private long idleClosings;
    private long timeouts;

    Places(int maxOpen, Work<K, D> work) {
        this.maxOpen = maxOpen;
        this.work = work;
    }

    /** Returns what was decided since the last call, to be run without the lock, in its order. */
    List<Runnable> takeWork() {
        List<Runnable> decided = todo;
        todo = new ArrayList<>();
        return decided;
    }

    /**
     * Has a caller wait for a lease.
     *
     * @param fresh a slot for the key if it has none, or null
     * @return the slot in which the caller waits, or null if the key has none
     */
    @Nullable
    Slot<K, D> ask(K key, @Nullable Slot<K, D> fresh, Caller<K, D> caller) {
        Slot<K, D> slot = slots.getOrDefault(key, fresh);
        if (slot == null) {
            return null;
        }
        if (closed) {
            fail(caller, registryClosed(slot));
            return slot;
        }
        if (slots.putIfAbsent(key, slot) == null) {
            waiting.add(slot);
        }
        if (slot.state == State.OPEN) {
            grant(slot, caller);
        } else {
            slot.callers.add(caller);
            balance();
        }
        return slot;
    }

    /** Takes back the wish of a caller, if it has no answer yet. */
    boolean leave(Slot<K, D> slot, Caller<K, D> caller) {
        boolean waited = slot.callers.remove(caller);
        if (waited && slot.callers.isEmpty() && slot.state == State.WAITING) {
            waiting.remove(slot);
            slots.remove(slot.key);
        }
        return waited;
    }

    /** Ends the wait of a caller whose time is up. */
    void timeUp(Slot<K, D> slot, Caller<K, D> caller, String time) {
        String reason = reason(slot);
        if (leave(slot, caller)) {
            timeouts++;
            fail(caller, notLeased(slot, time, reason));
        }
    }

    private OperationTimeoutException notLeased(Slot<K, D> slot, String time, String reason) {
        return new OperationTimeoutException(
                "Database '" + slot.options.name() + "' was not leased in " + time + ", because " + reason
                        + ": nothing was executed",
                Outcome.NOT_EXECUTED,
                null,
                null);
    }

    private String reason(Slot<K, D> slot) {
        return switch (slot.state) {
            case OPENING -> "it is still being opened";
            case CLOSING -> "it is still being closed";
            default ->
                "its registry has all " + maxOpen + " places taken, " + inUse() + " by databases in use and "
                        + (taken - open()) + " by databases that are being opened or closed (maxOpen)";
        };
    }

    private int inUse() {
        return open() - idle.size();
    }

    private int open() {
        return (int)
                slots.values().stream().filter(slot -> slot.state == State.OPEN).count();
    }

    /** Ends a lease. */
    void release(Slot<K, D> slot, long now) {
        slot.leases--;
        rest(slot, now);
        balance();
    }

    private void rest(Slot<K, D> slot, long now) {
        if (slot.leases == 0 && slot.state == State.OPEN) {
            slot.idleSince = now;
            idle.add(slot);
        }
    }

    /**
     * Notes that a database is open.
     *
     * @return whether it is to be initialized; if the registry has closed it is closed
     */
    boolean connected(Slot<K, D> slot, D database) {
        openings++;
        slot.database = database;
        if (closed) {
            beginClosing(slot);
        }
        return !closed;
    }

    /** Notes that a database is initialized. */
    void ready(Slot<K, D> slot, long now) {
        if (slot.state == State.OPENING) {
            slot.state = State.OPEN;
            List<Caller<K, D>> callers = List.copyOf(slot.callers);
            slot.callers.clear();
            callers.forEach(caller -> grant(slot, caller));
            rest(slot, now);
            balance();
        }
    }

    /** Notes that a database could not be opened or initialized. */
    void failed(Slot<K, D> slot, Throwable failure) {
        if (slot.state != State.OPENING) {
            return;
        }
        failures++;
        failCallers(slot, failure);
        if (slot.database == null) {
            taken--;
            slots.remove(slot.key);
            balance();
        } else {
            beginClosing(slot);
        }
    }

    /** Notes that a database is closed. */
    void ended(Slot<K, D> slot) {
        taken--;
        closing--;
        slot.database = null;
        if (slot.callers.isEmpty()) {
            slots.remove(slot.key);
        } else {
            slot.state = State.WAITING;
            waiting.add(slot);
        }
        balance();
    }

    private void balance() {
        while (!waiting.isEmpty() && taken < maxOpen) {
            Slot<K, D> next = waiting.iterator().next();
            waiting.remove(next);
            next.state = State.OPENING;
            taken++;
            todo.add(() -> work.open(next));
        }
        while (closing < waiting.size() && !idle.isEmpty()) {
            evictions++;
            beginClosing(idle.iterator().next());
        }
    }

    private void beginClosing(Slot<K, D> slot) {
        idle.remove(slot);
        slot.state = State.CLOSING;
        closing++;
        D database = Objects.requireNonNull(slot.database);
        todo.add(() -> work.close(slot, database));
    }

    /**
     * Closes databases that had no lease for the idle time.
     *
     * @return nanoseconds until the next one is due, or -1 if none is idle
     */
    long closeIdle(long now, long idleNanos) {
        while (!idle.isEmpty()) {
            Slot<K, D> oldest = idle.iterator().next();
            long left = oldest.idleSince + idleNanos - now;
            if (left > 0) {
                return left;
            }
            idleClosings++;
            beginClosing(oldest);
        }
        return -1;
    }

    boolean hasIdle() {
        return !idle.isEmpty();
    }

    /** Closes all that is open, and fails all callers. */
    void close() {
        closed = true;
        waiting.clear();
        for (Slot<K, D> slot : List.copyOf(slots.values())) {
            failCallers(slot, registryClosed(slot));
            if (slot.state == State.WAITING) {
                slots.remove(slot.key);
            } else if (slot.state != State.CLOSING && slot.database != null) {
                beginClosing(slot);
            }
        }
    }

    boolean isEnded() {
        return closed && slots.isEmpty();
    }

    private DatabaseClosedException registryClosed(Slot<K, D> slot) {
        return new DatabaseClosedException(
                "The registry is closed: database '" + slot.options.name() + "' was not leased", Outcome.NOT_EXECUTED);
    }

    private void grant(Slot<K, D> slot, Caller<K, D> caller) {
        leases++;
        slot.leases++;
        idle.remove(slot);
        D database = Objects.requireNonNull(slot.database);
        todo.add(() -> caller.granted(slot, database));
    }

    private void failCallers(Slot<K, D> slot, Throwable failure) {
        List<Caller<K, D>> callers = List.copyOf(slot.callers);
        slot.callers.clear();
        callers.forEach(caller -> fail(caller, failure));
    }

    private void fail(Caller<K, D> caller, Throwable failure) {
        todo.add(() -> caller.failed(failure));
    }

    RegistryStats stats() {
        int open = open();
        int callers =
                slots.values().stream().mapToInt(slot -> slot.callers.size()).sum();
        Totals totals = new Totals(leases, openings, failures, evictions, idleClosings, timeouts);
        return new RegistryStats(open, open - idle.size(), taken - open - closing, closing, callers, totals);
    }
}
