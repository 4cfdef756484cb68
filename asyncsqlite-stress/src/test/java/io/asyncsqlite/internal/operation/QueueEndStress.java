package io.asyncsqlite.internal.operation;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LL_Result;
import org.openjdk.jcstress.infra.results.L_Result;

/** The races of {@link OperationQueue} with its close: its invariants 1, 4 and 5. */
final class QueueEndStress {

    private QueueEndStress() {}

    @JCStressTest
    @Outcome(
            id = "ACCEPTED_ALL_BUSY, a then end",
            expect = ACCEPTABLE,
            desc = "Accepted before the close, and so taken.")
    @Outcome(id = "CLOSED, end", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and lost, or refused and kept.")
    @State
    public static class OfferAgainstClose {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation();

        @Actor
        public void submitter(LL_Result result) {
            result.r1 = queue.offer(a);
        }

        @Actor
        public void closer() {
            queue.close();
        }

        @Arbiter
        public void after(LL_Result result) {
            String first = Race.take(queue, a);
            result.r2 = first.equals("end") ? first : first + " then " + Race.take(queue, a);
        }
    }

    @JCStressTest
    @Outcome(
            id = "ACCEPTED_ALL_BUSY, 1",
            expect = ACCEPTABLE,
            desc = "Accepted, and found though perhaps not yet linked.")
    @Outcome(id = "ACCEPTED, 1", expect = ACCEPTABLE, desc = "Accepted, and the one who takes all was woken for it.")
    @Outcome(id = "CLOSED, 0", expect = ACCEPTABLE, desc = "Refused.")
    @Outcome(expect = FORBIDDEN, desc = "Accepted and missed, or refused and found.")
    @State
    public static class OfferAgainstCloseAndTakeAll {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));

        @Actor
        public void submitter(LL_Result result) {
            result.r1 = queue.offer(Race.operation());
        }

        @Actor
        public void closer(LL_Result result) {
            result.r2 = queue.closeAndTakeAll().size();
        }
    }

    @JCStressTest
    @Outcome(id = "end", expect = ACCEPTABLE, desc = "The worker leaves.")
    @Outcome(expect = FORBIDDEN, desc = "Nobody told the worker.")
    @State
    public static class CloseAgainstAParkingWorker {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));

        @Actor
        public void worker(L_Result result) {
            result.r1 = Race.take(queue);
        }

        @Actor
        public void closer() {
            queue.close();
        }
    }

    @JCStressTest
    @Outcome(id = "a, end", expect = ACCEPTABLE, desc = "The first has the last operation; the second leaves.")
    @Outcome(id = "end, a", expect = ACCEPTABLE, desc = "The second has the last operation; the first leaves.")
    @Outcome(expect = FORBIDDEN, desc = "A worker waits at a queue that is at its end.")
    @State
    public static class TwoWorkersAtTheEnd {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation();

        public TwoWorkersAtTheEnd() {
            queue.offer(a);
            queue.close();
        }

        @Actor
        public void worker(LL_Result result) {
            result.r1 = Race.take(queue, a);
        }

        @Actor
        public void other(LL_Result result) {
            result.r2 = Race.take(queue, a);
        }
    }

    @JCStressTest
    @Outcome(id = "end", expect = ACCEPTABLE, desc = "The worker leaves, or never saw what was cancelled.")
    @Outcome(id = "a", expect = ACCEPTABLE, desc = "Taken before it was cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "The last operation was cancelled, and nobody told the worker.")
    @State
    public static class CancelOfTheLastAgainstAWorkerAtTheEnd {

        private final OperationQueue queue = new OperationQueue(10, 100, new Undelivered(100));
        private final Operation<?> a = Race.operation();

        public CancelOfTheLastAgainstAWorkerAtTheEnd() {
            queue.offer(a);
            queue.close();
        }

        @Actor
        public void worker(L_Result result) {
            result.r1 = Race.take(queue, a);
        }

        @Actor
        public void caller() {
            a.future().cancel(false);
        }
    }
}
