package io.asyncsqlite.dqlite.history;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** Counts what clients were told. Thread-safe. */
public final class Tally {

    private final Map<Told, AtomicLong> counts = new EnumMap<>(Told.class);

    public Tally() {
        for (Told what : Told.values()) {
            counts.put(what, new AtomicLong());
        }
    }

    public void add(Told what) {
        counts.get(what).incrementAndGet();
    }

    public long of(Told what) {
        return counts.get(what).get();
    }

    @Override
    public String toString() {
        return of(Told.ACKNOWLEDGED) + " acknowledged, " + of(Told.NOT_DONE) + " not done, " + of(Told.UNKNOWN)
                + " unknown";
    }
}
