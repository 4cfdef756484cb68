package io.asyncsqlite.internal.change;

import io.asyncsqlite.Changes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/** What one or more transactions have changed, or a part of one. One thread at a time. */
public final class ChangeSet {

    private static final long UNKNOWN = -1;

    private record Key(String table, Changes.Kind kind) {}

    private final Map<Key, Long> rows = new LinkedHashMap<>();
    private final Set<String> tables = new HashSet<>();
    private boolean anyTable;

    /** Returns the changes of transactions of which nothing is known. */
    public static ChangeSet ofAnyTable() {
        ChangeSet changes = new ChangeSet();
        changes.anyTable = true;
        return changes;
    }

    /** Returns the names of the tables that were changed. */
    public Set<String> tables() {
        return tables;
    }

    /** Tells whether any other table may have been changed, too. */
    public boolean anyTable() {
        return anyTable;
    }

    boolean isEmpty() {
        return tables.isEmpty() && !anyTable;
    }

    /** Notes a change of a number of rows, or of -1 if rows may have been changed of which SQLite does not tell the number. */
    void add(TableWrite write, long changed) {
        if (changed != 0) {
            tables.add(write.table());
            if (write.kind() != null) {
                count(new Key(write.table(), write.kind()), changed);
            }
        }
    }

    void addAnyTable() {
        anyTable = true;
    }

    private void count(Key key, long changed) {
        rows.merge(key, changed, (before, more) -> before == UNKNOWN || more == UNKNOWN ? UNKNOWN : before + more);
    }

    /** Adds all of another set. */
    public void addAll(ChangeSet other) {
        tables.addAll(other.tables);
        other.rows.forEach(this::count);
        anyTable |= other.anyTable;
    }

    void clear() {
        rows.clear();
        tables.clear();
        anyTable = false;
    }

    /** Returns the changes for users. */
    public Changes toChanges(long commits) {
        List<Changes.TableChange> changes = new ArrayList<>();
        rows.forEach((key, count) -> changes.add(new Changes.TableChange(
                key.table, key.kind, count == UNKNOWN ? OptionalLong.empty() : OptionalLong.of(count))));
        return new Changes(commits, changes, anyTable);
    }
}
