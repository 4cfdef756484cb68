package io.asyncsqlite.internal.operation;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** The races of {@link OperationQueue} between submitting, taking and cancelling threads: its invariants 1 to 4. */
final class OperationQueueStress {

    private OperationQueueStress() {}

    @JCStressTest
    @Outcome(
            id = "a",
            expect = ACCEPTABLE,
            desc = "The worker has it, whether it came before the worker parked or after.")
    @Outcome(expect = FORBIDDEN, desc = "It waits beside an idle worker.")
    @State
    public static class OfferAgainstAParkingWorker {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation();

        @Actor
        public void worker(L_Result result) {
            result.r1 = Race.take(queue, a);
        }

        @Actor
        public void submitter() {
            queue.offer(a);
        }
    }

    @JCStressTest
    @Outcome(
            id = "a",
            expect = ACCEPTABLE,
            desc = "The worker has it, whether there was room before it parked or after.")
    @Outcome(expect = FORBIDDEN, desc = "The worker stays parked beside room for results.")
    @State
    public static class RoomForResultsAgainstAParkingWorker {

        private final Undelivered undelivered = new Undelivered(100);
        private final OperationQueue queue = new OperationQueue(10, 100, undelivered);
        private final Operation<?> a = Race.operation();

        public RoomForResultsAgainstAParkingWorker() {
            undelivered.add(100);
            queue.offer(a);
        }

        @Actor
        public void worker(L_Result result) {
            result.r1 = Race.take(queue, a);
        }

        @Actor
        public void callback() {
            undelivered.remove(100);
        }
    }

    @JCStressTest
    @Outcome(id = "a, b", expect = ACCEPTABLE, desc = "Each worker has one.")
    @Outcome(id = "b, a", expect = ACCEPTABLE, desc = "Each worker has one.")
    @Outcome(expect = FORBIDDEN, desc = "Lost, taken twice, or waiting beside an idle worker.")
    @State
    public static class TwoOffersAgainstTwoWorkers {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation();
        private final Operation<?> b = Race.operation();

        @Actor
        public void worker(LL_Result result) {
            result.r1 = Race.take(queue, a, b);
        }

        @Actor
        public void submitterAndWorker(LL_Result result) {
            queue.offer(a);
            queue.offer(b);
            result.r2 = Race.take(queue, a, b);
        }
    }

    @JCStressTest
    @Outcome(id = "a, b, 0", expect = ACCEPTABLE, desc = "Each worker has one.")
    @Outcome(id = "b, a, 0", expect = ACCEPTABLE, desc = "Each worker has one.")
    @Outcome(expect = FORBIDDEN, desc = "Lost or taken twice.")
    @State
    public static class TwoWorkersTake {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation();
        private final Operation<?> b = Race.operation();

        public TwoWorkersTake() {
            queue.offer(a);
            queue.offer(b);
        }

        @Actor
        public void worker(LLL_Result result) {
            result.r1 = Race.take(queue, a, b);
        }

        @Actor
        public void other(LLL_Result result) {
            result.r2 = Race.take(queue, a, b);
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = queue.size();
        }
    }

    @JCStressTest
    @Outcome(id = "runs, stopping, 0 and 0", expect = ACCEPTABLE, desc = "It had started: the cancel stops it.")
    @Outcome(id = "left out, cancelled, 0 and 0", expect = ACCEPTABLE, desc = "Cancelled in time: it never runs.")
    @Outcome(expect = FORBIDDEN, desc = "A cancel without effect, or a place that is not free or free twice.")
    @State
    public static class TakeAgainstCancel {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation(7);

        public TakeAgainstCancel() {
            queue.offer(a);
        }

        @Actor
        public void worker(LLL_Result result) {
            Operation<?> taken = queue.poll();
            result.r1 = taken != null && taken.start(1) ? "runs" : "left out";
        }

        @Actor
        public void caller() {
            a.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r2 = a.isStopping() ? "stopping" : "cancelled";
            result.r3 = queue.size() + " and " + queue.bytes();
        }
    }

    @JCStressTest
    @Outcome(id = "ACCEPTED_ALL_BUSY, FULL, 1", expect = ACCEPTABLE, desc = "The first has the only place.")
    @Outcome(id = "FULL, ACCEPTED_ALL_BUSY, 1", expect = ACCEPTABLE, desc = "The second has the only place.")
    @Outcome(expect = FORBIDDEN, desc = "Both or none have it.")
    @State
    public static class TwoOffersForTheLastPlace {

        private final OperationQueue queue = new OperationQueue(1, 100, new Undelivered(100));

        @Actor
        public void submitter(LLL_Result result) {
            result.r1 = queue.offer(Race.operation());
        }

        @Actor
        public void other(LLL_Result result) {
            result.r2 = queue.offer(Race.operation());
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = queue.size();
        }
    }

    @JCStressTest
    @Outcome(
            id = "true, ACCEPTED_ALL_BUSY, 1",
            expect = ACCEPTABLE,
            desc = "Who waited for a place has the one that was left.")
    @Outcome(expect = FORBIDDEN, desc = "Nobody woke who waited for a place.")
    @State
    public static class OfferThatWaitsForAPlace {

        private final OperationQueue queue = new OperationQueue(1, 100, new Undelivered(100));

        public OfferThatWaitsForAPlace() {
            queue.offer(Race.operation());
        }

        @Actor
        public void submitter(LLL_Result result) {
            result.r2 = queue.offer(Race.operation(), Race.patienceNanos());
            if (result.r2 == OperationQueue.Offer.FULL) {
                Race.wakeUpLost();
            }
        }

        @Actor
        public void worker(LLL_Result result) {
            result.r1 = queue.poll() != null;
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = queue.size();
        }
    }

    @JCStressTest
    @Outcome(id = "ACCEPTED_ALL_BUSY, FULL, 9", expect = ACCEPTABLE, desc = "The first has the last bytes.")
    @Outcome(id = "FULL, ACCEPTED_ALL_BUSY, 9", expect = ACCEPTABLE, desc = "The second has the last bytes.")
    @Outcome(expect = FORBIDDEN, desc = "More bytes than the bound.")
    @State
    public static class TwoOffersForTheLastBytes {

        private final OperationQueue queue = new OperationQueue(10, 10, new Undelivered(10));

        public TwoOffersForTheLastBytes() {
            queue.offer(Race.operation(5));
        }

        @Actor
        public void submitter(LLL_Result result) {
            result.r1 = queue.offer(Race.operation(4));
        }

        @Actor
        public void other(LLL_Result result) {
            result.r2 = queue.offer(Race.operation(4));
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = queue.bytes();
        }
    }

    @JCStressTest
    @Outcome(id = "FULL, ACCEPTED_ALL_BUSY, 10", expect = ACCEPTABLE, desc = "Only the small one fits.")
    @Outcome(expect = FORBIDDEN, desc = "More bytes than the bound.")
    @State
    public static class OfferBesideOneThatDoesNotFit {

        private final OperationQueue queue = new OperationQueue(10, 10, new Undelivered(10));

        public OfferBesideOneThatDoesNotFit() {
            queue.offer(Race.operation(5));
        }

        @Actor
        public void large(LLL_Result result) {
            result.r1 = queue.offer(Race.operation(6));
        }

        @Actor
        public void small(LLL_Result result) {
            result.r2 = queue.offer(Race.operation(5));
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = queue.bytes();
        }
    }

    @JCStressTest
    @Outcome(id = "ACCEPTED_ALL_BUSY, FULL, 6", expect = ACCEPTABLE, desc = "The first has the empty queue.")
    @Outcome(id = "FULL, ACCEPTED_ALL_BUSY, 6", expect = ACCEPTABLE, desc = "The second has the empty queue.")
    @Outcome(expect = FORBIDDEN, desc = "Both thought the queue empty, or none was accepted.")
    @State
    public static class TwoOffersToAnEmptyQueue {

        private final OperationQueue queue = new OperationQueue(10, 10, new Undelivered(10));

        @Actor
        public void submitter(LLL_Result result) {
            result.r1 = queue.offer(Race.operation(6));
        }

        @Actor
        public void other(LLL_Result result) {
            result.r2 = queue.offer(Race.operation(6));
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = queue.bytes();
        }
    }
}
