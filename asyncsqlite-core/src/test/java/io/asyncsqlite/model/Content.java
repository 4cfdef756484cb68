package io.asyncsqlite.model;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** What the tables hold: rows, and the marks of the operations that leave one. */
final class Content {

    private final Map<Integer, Integer> rows;
    private final Set<Integer> marks;
    private boolean orphans;

    Content() {
        this(new TreeMap<>(), new TreeSet<>(), false);
    }

    private Content(Map<Integer, Integer> rows, Set<Integer> marks, boolean orphans) {
        this.rows = rows;
        this.marks = marks;
        this.orphans = orphans;
    }

    Content copy() {
        return new Content(new TreeMap<>(rows), new TreeSet<>(marks), orphans);
    }

    void restore(Content saved) {
        rows.clear();
        rows.putAll(saved.rows);
        marks.clear();
        marks.addAll(saved.marks);
        orphans = saved.orphans;
    }

    Map<Integer, Integer> rows() {
        return rows;
    }

    Set<Integer> marks() {
        return marks;
    }

    /** Tells whether a COMMIT would fail. */
    boolean hasOrphans() {
        return orphans;
    }

    long addOrphan() {
        orphans = true;
        return 1;
    }

    @Override
    public String toString() {
        return rows + " marks " + marks;
    }
}
