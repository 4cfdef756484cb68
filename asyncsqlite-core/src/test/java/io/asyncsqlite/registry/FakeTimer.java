package io.asyncsqlite.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A time that the test moves. */
final class FakeTimer implements Timer {

    private record Action(long at, Runnable run) {}

    // Guarded by this.
    private final List<Action> actions = new ArrayList<>();
    private long now;

    @Override
    public synchronized long nanos() {
        return now;
    }

    @Override
    public synchronized Runnable after(long nanos, Runnable run) {
        Action action = new Action(now + nanos, run);
        actions.add(action);
        return () -> cancel(action);
    }

    private synchronized void cancel(Action action) {
        actions.remove(action);
    }

    /** Runs what is due after a time, on this thread. */
    void advance(Duration time) {
        List<Action> due;
        synchronized (this) {
            now += time.toNanos();
            due = actions.stream().filter(action -> action.at() <= now).toList();
            actions.removeAll(due);
        }
        due.forEach(action -> action.run().run());
    }

    synchronized int waiting() {
        return actions.size();
    }

    @Override
    public synchronized void close() {
        actions.clear();
    }
}
