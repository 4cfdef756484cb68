package io.asyncsqlite;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/**
 * The races of an {@link Operation} that ran in a group which was rolled back, and waits to run again: its worker starts it, or finds that it
 * has to stop and completes it.
 */
final class PutBackStress {

    private PutBackStress() {}

    /** What the worker does with an operation that was put back, and whether it ran again. */
    private static boolean runAgain(Operation<?> operation) {
        boolean started = operation.start(2);
        if (!started || operation.isStopping()) {
            operation.fail(new IllegalStateException("stopped"));
        }
        operation.complete();
        return started;
    }

    @JCStressTest
    @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "Ran again: cancelled while it ran.")
    @Outcome(
            id = "true, false, 1",
            expect = ACCEPTABLE,
            desc = "Ran again and was completed: the cancel came too late.")
    @Outcome(id = "false, true, 1", expect = ACCEPTABLE, desc = "Cancelled first: it does not run again.")
    @Outcome(expect = FORBIDDEN, desc = "It never ended, ended twice, or ended without having run.")
    @State
    public static class PutBackAgainstCancel {

        private final Operation<?> operation = Race.operation();
        private final AtomicInteger told = new AtomicInteger();

        public PutBackAgainstCancel() {
            operation.start(1);
            Callbacks.whenDone(operation.future(), (value, failure) -> told.incrementAndGet());
        }

        @Actor
        public void worker(LLL_Result result) {
            result.r1 = runAgain(operation);
        }

        @Actor
        public void caller() {
            operation.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r2 = operation.future().isCancelled();
            result.r3 = told.get();
        }
    }

    @JCStressTest
    @Outcome(id = "true, 1", expect = ACCEPTABLE, desc = "Ran again before its time was over.")
    @Outcome(id = "false, 1", expect = ACCEPTABLE, desc = "Its time was over first: it does not run again.")
    @Outcome(expect = FORBIDDEN, desc = "It never ended, or ended twice.")
    @State
    public static class PutBackAgainstItsDeadline {

        private final Operation<?> operation = Race.operation();
        private final AtomicInteger told = new AtomicInteger();

        public PutBackAgainstItsDeadline() {
            operation.start(1);
            Callbacks.whenDone(operation.future(), (value, failure) -> told.incrementAndGet());
        }

        @Actor
        public void worker(LL_Result result) {
            result.r1 = runAgain(operation);
        }

        @Actor
        public void timer() {
            operation.timeUp();
        }

        @Arbiter
        public void after(LL_Result result) {
            result.r2 = told.get();
        }
    }
}
