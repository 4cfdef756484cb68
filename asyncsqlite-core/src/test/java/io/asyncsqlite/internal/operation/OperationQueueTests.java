package io.asyncsqlite.internal.operation;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.internal.operation.OperationQueue.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The invariants of the queue, without a database. */
// On a thread of its own: a spinning test does not notice an interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperationQueueTests {

    /** A busy machine makes fewer rounds. */
    private static final long TIME_FOR_ROUNDS = TimeUnit.SECONDS.toNanos(15);

    private final OperationQueue queue = new OperationQueue(1_000, 1_000_000, new Undelivered(1_000_000));

    @Test
    void operationsLeaveInTheOrderAccepted() {
        List<Operation<?>> accepted = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            Operation<?> operation = operation();
            accepted.add(operation);
            assertThat(queue.offer(operation)).isEqualTo(Offer.ACCEPTED_ALL_BUSY);
        }
        List<Operation<?>> taken = new ArrayList<>();
        taken.add(queue.take());
        for (Operation<?> operation; (operation = queue.poll()) != null; ) {
            taken.add(operation);
        }

        assertThat(taken).isEqualTo(accepted);
        assertThat(queue.size()).isZero();
        assertThat(queue.bytes()).isZero();
    }

    @Test
    void aRemovedOperationIsNotTakenAndATakenOneNotRemoved() {
        Operation<?> first = operation();
        Operation<?> second = operation();
        queue.offer(first);
        queue.offer(second);

        queue.remove(first);
        assertThat(queue.size()).isEqualTo(1);
        assertThat(queue.take()).isSameAs(second);
        queue.remove(second);

        assertThat(queue.size()).isZero();
    }

    @Test
    void aClosedQueueGivesWhatItAcceptedAndNothingMore() {
        Operation<?> accepted = operation();
        queue.offer(accepted);

        queue.close();

        assertThat(queue.offer(operation())).isEqualTo(Offer.CLOSED);
        assertThat(queue.isClosed()).isTrue();
        assertThat(queue.take()).isSameAs(accepted);
        assertThat(queue.take()).isNull();
    }

    @Test
    void waitingEndsAtTheDeadline() {
        assertThat(queue.poll(System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(5)))
                .isNull();
        assertThat(queue.poll(System.nanoTime() - 1)).isNull();
    }

    /**
     * <pre>
     * worker                     submitter
     * finds nothing
     *                            adds, finds nobody idle
     * registers as idle
     * looks again, or sleeps on
     * </pre>
     */
    @Test
    void noOperationWaitsBesideAnIdleWorker() throws Exception {
        AtomicInteger taken = new AtomicInteger();
        Thread worker = start(() -> {
            while (queue.take() != null) {
                taken.incrementAndGet();
            }
        });

        // Each is added at the very time at which the worker, done with the one before, is about to sleep.
        long end = System.nanoTime() + TIME_FOR_ROUNDS;
        for (int i = 0; i < 300_000 && System.nanoTime() < end; i++) {
            int round = i;
            for (int spin = i % 50; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            queue.offer(operation());
            spinUntil(() -> taken.get() > round);
        }
        queue.close();

        worker.join(20_000);
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void closingUnderLoadLosesNothing() throws Exception {
        long end = System.nanoTime() + TIME_FOR_ROUNDS;
        for (int round = 0; round < 200 && System.nanoTime() < end; round++) {
            // Small, so that it is full at times.
            OperationQueue closing = new OperationQueue(100, Long.MAX_VALUE, new Undelivered(Long.MAX_VALUE));
            AtomicInteger taken = new AtomicInteger();
            Thread worker = start(() -> {
                while (closing.take() != null) {
                    taken.incrementAndGet();
                }
            });
            AtomicInteger accepted = new AtomicInteger();
            Thread submitter = start(() -> offerUntilClosed(closing, accepted));
            spinUntil(() -> taken.get() >= 10);

            closing.close();

            submitter.join(20_000);
            worker.join(20_000);
            assertThat(worker.isAlive()).isFalse();
            assertThat(taken.get()).isEqualTo(accepted.get());
        }
    }

    @Test
    void takingAllAtTheEndMissesNobodyWhoWasStillAdding() throws Exception {
        long end = System.nanoTime() + TIME_FOR_ROUNDS;
        for (int round = 0; round < 300 && System.nanoTime() < end; round++) {
            OperationQueue closing = new OperationQueue(10_000, Long.MAX_VALUE, new Undelivered(Long.MAX_VALUE));
            AtomicInteger accepted = new AtomicInteger();
            List<Thread> submitters = List.of(
                    start(() -> offerUntilClosed(closing, accepted)), start(() -> offerUntilClosed(closing, accepted)));
            spinUntil(() -> closing.size() >= 10);

            int taken = closing.closeAndTakeAll().size();

            for (Thread submitter : submitters) {
                submitter.join(20_000);
            }
            assertThat(taken).isEqualTo(accepted.get());
        }
    }

    private static void offerUntilClosed(OperationQueue queue, AtomicInteger accepted) {
        Offer offer;
        while ((offer = queue.offer(operation())) != Offer.CLOSED) {
            if (offer == Offer.FULL) {
                Thread.yield();
            } else {
                accepted.incrementAndGet();
            }
        }
    }

    /** Spins, as the moment matters, but not for long: the thread that is waited for may need the processor. */
    private static void spinUntil(BooleanSupplier condition) {
        for (int spin = 1; !condition.getAsBoolean(); spin++) {
            if (spin % 10_000 == 0) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Operation<?> operation() {
        return ConnectionOperation.control(Runnable::run, "SELECT 1", connection -> {});
    }
}
