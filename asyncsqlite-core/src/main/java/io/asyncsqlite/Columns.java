package io.asyncsqlite;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The column names of the rows of one run of a query. */
final class Columns {

    static final Columns NONE = new Columns(List.of());

    private final List<String> names;
    private volatile Map<String, Integer> indexes = Map.of();

    Columns(List<String> names) {
        this.names = names;
    }

    List<String> names() {
        return names;
    }

    /** Finds a column, ignoring case: the first of several with the same name, or -1. */
    int indexOf(String name) {
        Map<String, Integer> found = indexes;
        if (found.isEmpty()) {
            found = index();
            indexes = found;
        }
        Integer index = found.get(name);
        return index != null ? index : found.getOrDefault(name.toLowerCase(Locale.ROOT), -1);
    }

    private Map<String, Integer> index() {
        Map<String, Integer> map = new HashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.putIfAbsent(names.get(i).toLowerCase(Locale.ROOT), i);
        }
        return map;
    }
}
