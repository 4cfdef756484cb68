package io.asyncsqlite.internal.operation;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE_INTERESTING;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.connection.Counters;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;

/** The races of what follows an {@link Operation} with its completion and its cancel: the trace ends once. */
final class TraceStress {

    private TraceStress() {}

    /** Counts how often it ends, and keeps how. */
    private static final class Ending implements OperationTrace {

        private final AtomicInteger count = new AtomicInteger();
        private volatile String how = "never";

        @Override
        public void ended(Throwable failure) {
            count.incrementAndGet();
            how = failure == null ? "success" : failure instanceof CancellationException ? "cancel" : "failure";
        }

        @Override
        public void run(Runnable code) {
            code.run();
        }

        void report(Operation<?> operation, LLL_Result result) {
            result.r1 = count.get();
            result.r2 = how;
            result.r3 = operation.future().isCancelled();
        }
    }

    private static Operation<?> followed(Ending trace) {
        Operation<?> operation = Race.operation();
        operation.followedBy(
                new Telemetry("race", (database, kind, sql) -> trace, new ForeignCode("race"), new Counters()));
        return operation;
    }

    @JCStressTest
    @Outcome(id = "1, success, false", expect = ACCEPTABLE, desc = "Completed first.")
    @Outcome(
            id = "1, success, true",
            expect = ACCEPTABLE,
            desc = "It has run: what was committed stays, though cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "The trace never ended, ended twice, or ended as something else.")
    @State
    public static class CompletionAgainstCancel {

        private final Ending trace = new Ending();
        private final Operation<?> operation = followed(trace);

        public CompletionAgainstCancel() {
            operation.start(1);
        }

        @Actor
        public void callback() {
            operation.complete();
        }

        @Actor
        public void caller() {
            operation.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            trace.report(operation, result);
        }
    }

    @JCStressTest
    @Outcome(id = "1, cancel, true", expect = ACCEPTABLE, desc = "Cancelled first.")
    @Outcome(id = "1, failure, false", expect = ACCEPTABLE, desc = "Failed first.")
    @Outcome(
            id = "1, failure, true",
            expect = ACCEPTABLE_INTERESTING,
            desc = "It has failed; the caller cancelled between the end of the trace and the future's.")
    @Outcome(expect = FORBIDDEN, desc = "The trace never ended, ended twice, or ended as something else.")
    @State
    public static class FailureAgainstCancel {

        private final Ending trace = new Ending();
        private final Operation<?> operation = followed(trace);

        public FailureAgainstCancel() {
            operation.start(1);
            operation.fail(new IllegalStateException("failed"));
        }

        @Actor
        public void callback() {
            operation.complete();
        }

        @Actor
        public void caller() {
            operation.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            trace.report(operation, result);
        }
    }

    @JCStressTest
    @Outcome(id = "1, cancel, true", expect = ACCEPTABLE, desc = "Cancelled while it waited.")
    @Outcome(
            id = "1, success, true",
            expect = ACCEPTABLE,
            desc = "Started first: it succeeds, and the caller has cancelled.")
    @Outcome(id = "1, success, false", expect = ACCEPTABLE, desc = "Completed first.")
    @Outcome(expect = FORBIDDEN, desc = "The trace never ended, ended twice, or ended as something else.")
    @State
    public static class StartAgainstCancel {

        private final Ending trace = new Ending();
        private final Operation<?> operation = followed(trace);

        @Actor
        public void worker() {
            if (operation.start(1)) {
                operation.complete();
            }
        }

        @Actor
        public void caller() {
            operation.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            trace.report(operation, result);
        }
    }
}
