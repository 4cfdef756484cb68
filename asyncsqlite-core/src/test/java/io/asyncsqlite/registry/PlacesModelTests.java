package io.asyncsqlite.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.registry.Slot.State;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Takes random steps, and checks the invariants of {@link Places} after each: askers, leases given back, openings that end well or badly,
 * closings, times that are up, and a close in one run of two. At the end all that was begun ends, and nothing may be left.
 */
@Timeout(120)
class PlacesModelTests implements Places.Work<Integer, String> {

    private static final SqliteOptions OPTIONS = SqliteOptions.memory().build();
    private static final int RUNS = 3_000;
    private static final int STEPS = 120;
    private static final int KEYS = 6;

    private int maxOpen;
    private Places<Integer, String> places;
    private Random random;
    private long now;
    private boolean closed;

    /** Openings and closings that have begun and not ended. */
    private final List<Slot<Integer, String>> opening = new ArrayList<>();

    private final List<Slot<Integer, String>> initializing = new ArrayList<>();
    private final List<Slot<Integer, String>> closing = new ArrayList<>();
    private final Set<Integer> openKeys = new HashSet<>();
    private final List<Caller> callers = new ArrayList<>();
    private final Queue<Runnable> work = new ArrayDeque<>();

    @Test
    void invariantsHoldInRandomRuns() {
        long seed = System.nanoTime();
        for (int run = 0; run < RUNS; run++) {
            random = new Random(seed + run);
            try {
                run();
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("Seed " + (seed + run) + ": " + e.getMessage(), e);
            }
        }
    }

    private void run() {
        maxOpen = 1 + random.nextInt(4);
        places = new Places<>(maxOpen, this);
        now = 0;
        closed = false;
        List.of(opening, initializing, closing, callers).forEach(List::clear);
        openKeys.clear();
        boolean closes = random.nextBoolean();
        for (int step = 0; step < STEPS; step++) {
            now++;
            if (closes && step == STEPS * 3 / 4) {
                closed = true;
                places.close();
            } else {
                step();
            }
            doWork();
            check();
        }
        finish();
    }

    private void step() {
        switch (random.nextInt(9)) {
            case 0, 1, 2 -> ask(random.nextInt(KEYS));
            case 3 ->
                with(asked(true), caller -> {
                    caller.released = true;
                    places.release(caller.slot, now);
                });
            case 4 ->
                with(asked(false), caller -> {
                    caller.left |= places.leave(caller.slot, caller);
                });
            case 5 -> with(asked(false), caller -> places.timeUp(caller.slot, caller, "1 ms"));
            case 6 -> endOpening();
            case 7 -> endClosing();
            default -> places.closeIdle(now, 10);
        }
    }

    private void ask(int key) {
        Caller caller = new Caller(key);
        callers.add(caller);
        caller.slot = places.ask(key, null, caller);
        if (caller.slot == null) {
            caller.slot = places.ask(key, new Slot<>(key, OPTIONS), caller);
        }
    }

    private List<Caller> asked(boolean granted) {
        return callers.stream()
                .filter(caller -> granted ? caller.isHolding() : caller.isWaiting())
                .toList();
    }

    private void with(List<Caller> chosen, java.util.function.Consumer<Caller> step) {
        if (!chosen.isEmpty()) {
            step.accept(chosen.get(random.nextInt(chosen.size())));
        }
    }

    private void endOpening() {
        if (!opening.isEmpty()) {
            Slot<Integer, String> slot = opening.remove(random.nextInt(opening.size()));
            if (random.nextInt(4) == 0) {
                openKeys.remove(slot.key);
                places.failed(slot, new IllegalStateException("cannot be opened"));
            } else if (places.connected(slot, "database " + slot.key)) {
                initializing.add(slot);
            }
        } else if (!initializing.isEmpty()) {
            Slot<Integer, String> slot = initializing.remove(random.nextInt(initializing.size()));
            if (random.nextInt(4) == 0) {
                places.failed(slot, new IllegalStateException("cannot be initialized"));
            } else {
                places.ready(slot, now);
            }
        }
    }

    private void endClosing() {
        if (!closing.isEmpty()) {
            Slot<Integer, String> slot = closing.remove(random.nextInt(closing.size()));
            openKeys.remove(slot.key);
            places.ended(slot);
        }
    }

    private void finish() {
        for (int i = 0; i < 1_000 && !(opening.isEmpty() && initializing.isEmpty() && closing.isEmpty()); i++) {
            endOpening();
            endClosing();
            with(asked(true), caller -> {
                caller.released = true;
                places.release(caller.slot, now);
            });
            doWork();
            check();
        }
        places.close();
        doWork();
        while (!closing.isEmpty()) {
            endClosing();
            doWork();
        }
        assertThat(places.isEnded()).isTrue();
        assertThat(callers).noneMatch(Caller::isWaiting);
        RegistryStats stats = places.stats();
        assertThat(stats).isEqualTo(new RegistryStats(0, 0, 0, 0, 0, stats.totals()));
    }

    private void doWork() {
        work.addAll(places.takeWork());
        while (!work.isEmpty()) {
            work.remove().run();
            work.addAll(places.takeWork());
        }
    }

    @Override
    public void open(Slot<Integer, String> slot) {
        assertThat(openKeys.add(slot.key))
                .as("invariant 3: one database of a key")
                .isTrue();
        opening.add(slot);
    }

    @Override
    public void close(Slot<Integer, String> slot, String database) {
        assertThat(database).isEqualTo("database " + slot.key);
        if (!closed && asked(true).stream().anyMatch(caller -> caller.key == slot.key)) {
            assertThat(places.isEnded() || finishing())
                    .as("invariant 2: no closing of a used one")
                    .isTrue();
        }
        closing.add(slot);
    }

    /** Leases that are left when the registry is closed at the end do not delay that. */
    private boolean finishing() {
        return opening.isEmpty() && initializing.isEmpty();
    }

    private void check() {
        assertThat(openKeys.size()).as("invariant 1: places").isLessThanOrEqualTo(maxOpen);
        RegistryStats stats = places.stats();
        assertThat(stats.open() + stats.opening() + stats.closing()).isEqualTo(openKeys.size());
        long waiting = callers.stream()
                .filter(caller -> caller.isWaiting() && caller.slot.state == State.WAITING)
                .map(caller -> caller.key)
                .distinct()
                .count();
        if (waiting > 0) {
            assertThat(openKeys).as("invariant 5: all places are taken").hasSize(maxOpen);
            assertThat(stats.inUse() == stats.open() || stats.closing() >= waiting)
                    .as("invariant 5: no idle one beside a waiting one")
                    .isTrue();
        }
        assertThat(stats.waitingCallers()).isEqualTo(asked(false).size());
    }

    /** A caller that checks that it is answered once. */
    private final class Caller implements Slot.Caller<Integer, String> {

        final int key;
        Slot<Integer, String> slot;
        boolean answered;
        boolean failed;
        boolean released;
        boolean left;

        Caller(int key) {
            this.key = key;
        }

        boolean isWaiting() {
            return !answered && !left;
        }

        boolean isHolding() {
            return answered && !failed && !released;
        }

        @Override
        public void granted(Slot<Integer, String> granted, String database) {
            assertThat(answered || left).as("invariant 4: one answer").isFalse();
            assertThat(granted.state).isEqualTo(State.OPEN);
            assertThat(granted.key).isEqualTo(key);
            answered = true;
        }

        @Override
        public void failed(Throwable failure) {
            assertThat(answered || left).as("invariant 4: one answer").isFalse();
            answered = true;
            failed = true;
        }
    }
}
