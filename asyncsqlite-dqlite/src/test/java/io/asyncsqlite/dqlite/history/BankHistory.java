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
 * Transfers between accounts, which all begin with the same balance. Each transfer changes two balances and inserts itself into a table, in one
 * transaction. So every snapshot has the same sum, and at the end the balances are those that the transfers in the table give.
 */
public final class BankHistory {

    /** Moves an amount. */
    public record Transfer(long id, int from, int to, long amount) {}

    private final int accounts;
    private final long first;
    private final SetHistory transfers = new SetHistory();
    private final Map<Long, Transfer> tried = new ConcurrentHashMap<>();
    private final Collection<String> wrongReads = new ConcurrentLinkedQueue<>();
    private final AtomicLong reads = new AtomicLong();

    /** Begins with accounts 0 to {@code accounts - 1}, each of which has a balance. */
    public BankHistory(int accounts, long first) {
        this.accounts = accounts;
        this.first = first;
    }

    public void transferred(Transfer transfer, @Nullable Throwable failure) {
        tried.put(transfer.id(), transfer);
        transfers.note(transfer.id(), failure);
    }

    /** Notes the balances of one snapshot. */
    public void read(Map<Integer, Long> balances) {
        reads.incrementAndGet();
        long sum = balances.values().stream().mapToLong(Long::longValue).sum();
        if (balances.size() != accounts) {
            wrongReads.add("a snapshot has " + balances.size() + " accounts: " + balances);
        } else if (sum != accounts * first) {
            wrongReads.add("a snapshot has the sum " + sum + ": " + balances);
        }
    }

    public long reads() {
        return reads.get();
    }

    /** Returns what is wrong with the snapshots, and with the balances and the table of transfers at the end; empty if nothing is. */
    public List<String> check(Map<Integer, Long> balances, Collection<Transfer> applied) {
        read(balances);
        List<String> wrong = new ArrayList<>(wrongReads);
        wrong.addAll(transfers.check(applied.stream().map(Transfer::id).toList()));
        Set<Transfer> distinct = new HashSet<>(applied);
        distinct.stream()
                .filter(transfer -> !transfer.equals(tried.getOrDefault(transfer.id(), transfer)))
                .forEach(transfer -> wrong.add(transfer + " was another one: " + tried.get(transfer.id())));
        Map<Integer, Long> expected = expected(distinct);
        if (!expected.equals(balances)) {
            wrong.add("the balances are " + balances + ", by the transfers " + expected);
        }
        return wrong;
    }

    private Map<Integer, Long> expected(Set<Transfer> applied) {
        Map<Integer, Long> expected = new HashMap<>();
        for (int account = 0; account < accounts; account++) {
            expected.put(account, first);
        }
        for (Transfer transfer : applied) {
            expected.merge(transfer.from(), -transfer.amount(), Long::sum);
            expected.merge(transfer.to(), transfer.amount(), Long::sum);
        }
        return expected;
    }
}
