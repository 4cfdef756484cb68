package io.asyncsqlite.dqlite.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads of registers, each of which begins with 0. No value is written twice. Writes, and what they read in their transactions, are
 * linearizable. Reads by themselves may be stale, because a leader that was deposed answers until it notices: each gives a value that was once current.
 */
public final class RegisterHistory {

    private static final long FIRST = 0;

    private final Map<Long, Collection<Operation>> writes = new ConcurrentHashMap<>();
    private final Map<Long, Collection<Operation>> reads = new ConcurrentHashMap<>();
    private final Map<Long, Set<Long>> notWritten = new ConcurrentHashMap<>();
    private final AtomicLong stale = new AtomicLong();

    /**
     * Notes the end of a write.
     *
     * @param begun when it was submitted, by {@link System#nanoTime}
     * @param seen what its transaction read before, or null
     */
    public void wrote(long key, long begun, @Nullable Long seen, long value, @Nullable Throwable failure) {
        Told told = Told.of(failure);
        if (told == Told.NOT_DONE) {
            notWritten.computeIfAbsent(key, k -> ConcurrentHashMap.newKeySet()).add(value);
            return;
        }
        boolean known = told == Told.ACKNOWLEDGED;
        of(writes, key).add(new Operation(begun, known ? System.nanoTime() : Operation.NEVER, seen, value));
    }

    /** Notes a read outside of a writing transaction. */
    public void read(long key, long begun, long value) {
        of(reads, key).add(new Operation(begun, System.nanoTime(), value, null));
    }

    /** Notes operations that a test made up. */
    void add(long key, Operation operation) {
        of(operation.written() == null ? reads : writes, key).add(operation);
    }

    private static Collection<Operation> of(Map<Long, Collection<Operation>> operations, long key) {
        return operations.computeIfAbsent(key, k -> new ConcurrentLinkedQueue<>());
    }

    public long reads() {
        return reads.values().stream().mapToLong(Collection::size).sum();
    }

    /** Returns how many reads gave a value that an acknowledged write had replaced before they began, as {@link #check} has found. */
    public long stale() {
        return stale.get();
    }

    /** Returns what is wrong, with the values at the end as reads that no write overlaps; empty if nothing is. */
    public List<String> check(Map<Long, Long> last) {
        List<String> wrong = new ArrayList<>();
        long now = System.nanoTime();
        Set<Long> keys = new HashSet<>(writes.keySet());
        keys.addAll(reads.keySet());
        keys.addAll(last.keySet());
        stale.set(0);
        for (long key : keys) {
            List<Operation> all = new ArrayList<>(writes.getOrDefault(key, List.of()));
            checkReads(key, all, wrong);
            all.add(new Operation(now, now + 1, last.getOrDefault(key, FIRST), null));
            if (!Linearizability.holds(FIRST, all)) {
                wrong.add("writes of register " + key + " are not linearizable: "
                        + Linearizability.firstContradiction(FIRST, all));
            }
        }
        return wrong;
    }

    private void checkReads(long key, List<Operation> writes, List<String> wrong) {
        Map<Long, Operation> writers = new HashMap<>();
        writes.forEach(write -> writers.put(write.written(), write));
        Set<Long> undone = notWritten.getOrDefault(key, Set.of());
        for (Operation read : reads.getOrDefault(key, List.of())) {
            Long value = read.seen();
            Operation writer = writers.get(value);
            if (undone.contains(value)) {
                wrong.add("register " + key + " gave " + value + ", which was said not to be written");
            } else if (writer == null && value != FIRST) {
                wrong.add("register " + key + " gave " + value + ", which was never written");
            } else if (writer != null && writer.begun() > read.ended()) {
                wrong.add("register " + key + " gave " + value + " before it was written");
            } else if (wasReplaced(writer, read, writes)) {
                stale.incrementAndGet();
            }
        }
    }

    private static boolean wasReplaced(@Nullable Operation writer, Operation read, List<Operation> writes) {
        return writes.stream()
                .anyMatch(other -> other.ended() < read.begun() && (writer == null || writer.ended() < other.begun()));
    }
}
