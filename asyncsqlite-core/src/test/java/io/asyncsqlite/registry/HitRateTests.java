package io.asyncsqlite.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.asyncsqlite.SqliteOptions;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How often the least-recently-used choice of {@link Places} finds a database open, where few customers make most of the traffic. */
class HitRateTests {

    private static final SqliteOptions OPTIONS = SqliteOptions.memory().build();
    private static final int CALLS = 400_000;

    /** Calls one after the other, by customers whose share falls with the power {@code skew} of their rank. */
    private static double hitRate(int customers, double skew, int maxOpen) {
        Simulation simulation = new Simulation(maxOpen);
        double[] shares = shares(customers, skew);
        Random random = new Random(7);
        for (int call = 0; call < CALLS; call++) {
            int found = Arrays.binarySearch(shares, random.nextDouble());
            simulation.call(found < 0 ? -found - 1 : found);
            if (call == CALLS / 2) {
                // The first half fills the places.
                simulation.openings = 0;
            }
        }
        return 1 - simulation.openings / (CALLS / 2.0);
    }

    /** The sums of the shares up to each rank. */
    private static double[] shares(int customers, double skew) {
        double[] sums = new double[customers];
        double sum = 0;
        for (int rank = 0; rank < customers; rank++) {
            sum += 1 / Math.pow(rank + 1, skew);
            sums[rank] = sum;
        }
        for (int rank = 0; rank < customers; rank++) {
            sums[rank] /= sum;
        }
        return sums;
    }

    @Test
    void aTenthOpenServesMostCallsOfSkewedTraffic() {
        assertThat(hitRate(1_000, 1.0, 100)).isCloseTo(0.60, within(0.03));
        assertThat(hitRate(1_000, 1.2, 100)).isCloseTo(0.78, within(0.03));
        assertThat(hitRate(1_000, 0.0, 100)).isCloseTo(0.10, within(0.01));
    }

    /** Prints the table of the decision record. */
    public static void main(String[] arguments) {
        for (int customers : new int[] {1_000, 10_000}) {
            for (double skew : new double[] {0.8, 1.0, 1.2}) {
                System.out.printf("| %,d | %.1f |", customers, skew);
                for (double part : new double[] {0.01, 0.05, 0.1, 0.2, 0.5}) {
                    System.out.printf(" %.0f %% |", 100 * hitRate(customers, skew, (int) (customers * part)));
                }
                System.out.println();
            }
        }
    }

    /** Opens and closes at once. */
    private static final class Simulation implements Places.Work<Integer, String> {

        private final Places<Integer, String> places;
        private long now;
        private int openings;

        Simulation(int maxOpen) {
            this.places = new Places<>(maxOpen, this);
        }

        void call(int customer) {
            now++;
            Caller caller = new Caller();
            if (places.ask(customer, null, caller) == null) {
                places.ask(customer, new Slot<>(customer, OPTIONS), caller);
            }
            work();
            assertThat(caller.slot).isNotNull();
            places.release(caller.slot, now);
            work();
        }

        private void work() {
            for (var work = places.takeWork(); !work.isEmpty(); work = places.takeWork()) {
                work.forEach(Runnable::run);
            }
        }

        @Override
        public void open(Slot<Integer, String> slot) {
            openings++;
            places.connected(slot, "open");
            places.ready(slot, now);
        }

        @Override
        public void close(Slot<Integer, String> slot, String database) {
            places.ended(slot);
        }
    }

    private static final class Caller implements Slot.Caller<Integer, String> {

        private Slot<Integer, String> slot;

        @Override
        public void granted(Slot<Integer, String> granted, String database) {
            slot = granted;
        }

        @Override
        public void failed(Throwable failure) {
            throw new AssertionError(failure);
        }
    }
}
