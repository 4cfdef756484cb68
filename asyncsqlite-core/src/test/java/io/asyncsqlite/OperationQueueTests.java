package io.asyncsqlite;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.ConnectionOperation.Control;
import io.asyncsqlite.OperationQueue.Offer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The invariants of the queue, without a database. */
// On a thread of its own: a spinning test does not notice an interrupt.
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OperationQueueTests {

    private final OperationQueue queue = new OperationQueue(1_000, 1_000_000);

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
        for (int i = 0; i < 300_000; i++) {
            for (int spin = i % 50; spin > 0; spin--) {
                Thread.onSpinWait();
            }
            queue.offer(operation());
            while (taken.get() <= i) {
                Thread.onSpinWait();
            }
        }
        queue.close();

        worker.join(20_000);
        assertThat(worker.isAlive()).isFalse();
    }

    @Test
    void closingUnderLoadLosesNothing() throws Exception {
        for (int round = 0; round < 200; round++) {
            OperationQueue closing = new OperationQueue(1_000_000, Long.MAX_VALUE);
            AtomicInteger taken = new AtomicInteger();
            AtomicInteger accepted = new AtomicInteger();
            AtomicReference<Offer> last = new AtomicReference<>();
            Thread worker = start(() -> {
                while (closing.take() != null) {
                    taken.incrementAndGet();
                }
            });
            Thread submitter = start(() -> {
                while (last.get() != Offer.CLOSED) {
                    last.set(closing.offer(operation()));
                    if (last.get() != Offer.CLOSED) {
                        accepted.incrementAndGet();
                    }
                }
            });
            while (taken.get() < 10) {
                Thread.onSpinWait();
            }

            closing.close();

            submitter.join(20_000);
            worker.join(20_000);
            assertThat(worker.isAlive()).isFalse();
            assertThat(taken.get()).isEqualTo(accepted.get());
        }
    }

    @Test
    void takingAllAtTheEndMissesNobodyWhoWasStillAdding() throws Exception {
        for (int round = 0; round < 300; round++) {
            OperationQueue closing = new OperationQueue(1_000_000, Long.MAX_VALUE);
            AtomicInteger accepted = new AtomicInteger();
            List<Thread> submitters = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                submitters.add(start(() -> {
                    while (closing.offer(operation()) != Offer.CLOSED) {
                        accepted.incrementAndGet();
                    }
                }));
            }
            while (closing.size() < 10) {
                Thread.onSpinWait();
            }

            int taken = closing.closeAndTakeAll().size();

            for (Thread submitter : submitters) {
                submitter.join(20_000);
            }
            assertThat(taken).isEqualTo(accepted.get());
        }
    }

    private static Thread start(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private static Operation<?> operation() {
        return new Control(Runnable::run, "SELECT 1", connection -> {});
    }
}
