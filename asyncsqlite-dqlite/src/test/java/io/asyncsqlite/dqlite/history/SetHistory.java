package io.asyncsqlite.dqlite.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** What clients were told of inserts of unique numbers, and what that allows a database to hold. */
public final class SetHistory {

    private final Map<Long, Told> told = new ConcurrentHashMap<>();

    public void note(long id, @Nullable Throwable failure) {
        told.put(id, Told.of(failure));
    }

    /** Returns what is wrong with the numbers that were found; empty if nothing is. */
    public List<String> check(Collection<Long> found) {
        List<String> wrong = new ArrayList<>();
        Set<Long> distinct = new HashSet<>(found);
        Map<Long, Integer> times = new HashMap<>();
        found.forEach(id -> times.merge(id, 1, Integer::sum));
        times.forEach((id, count) -> {
            if (count > 1) {
                wrong.add(id + " is there " + count + " times");
            }
        });
        told.forEach((id, what) -> {
            if (what == Told.ACKNOWLEDGED && !distinct.contains(id)) {
                wrong.add(id + " was acknowledged and is lost");
            } else if (what == Told.NOT_DONE && distinct.contains(id)) {
                wrong.add(id + " was said not to be done and is there");
            }
        });
        distinct.stream().filter(id -> !told.containsKey(id)).forEach(id -> wrong.add(id + " was never inserted"));
        return wrong;
    }
}
