package io.asyncsqlite.internal.operation;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import io.asyncsqlite.OperationTrace;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.ForeignCode;
import io.asyncsqlite.internal.connection.Counters;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Mode;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.Signal;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.LLL_Result;
import org.openjdk.jcstress.infra.results.LL_Result;

/** The races of {@link Operation} between its worker and a cancels: the invariants of {@link OperationLifecycle}. */
final class OperationStress {

    private OperationStress() {}

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Started first: the cancel makes it stop.")
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Cancelled first: it never runs.")
    @Outcome(expect = FORBIDDEN, desc = "Both or none succeeded.")
    @State
    public static class StartAgainstCancel {

        private final Operation<?> operation = Race.operation();

        @Actor
        public void worker(LL_Result result) {
            result.r1 = operation.start(1);
        }

        @Actor
        public void caller() {
            operation.future().cancel(false);
        }

        @Arbiter
        public void after(LL_Result result) {
            result.r2 = operation.isStopping();
        }
    }

    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Started first: it sees to its deadline itself.")
    @Outcome(
            id = "false, true",
            expect = ACCEPTABLE,
            desc = "Expired first: it never runs, and is completed by who expired it.")
    @Outcome(expect = FORBIDDEN, desc = "Both or none succeeded.")
    @State
    public static class StartAgainstExpiry {

        private final Operation<?> operation = Race.operation();

        @Actor
        public void worker(LL_Result result) {
            result.r1 = operation.start(1);
        }

        @Actor
        public void timer(LL_Result result) {
            result.r2 = operation.expire(operation.deadlineNanos());
        }
    }

    @JCStressTest
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Cancelled first.")
    @Outcome(id = "false, true", expect = ACCEPTABLE, desc = "Its time was over first.")
    @Outcome(expect = FORBIDDEN, desc = "It stopped for both reasons or for none.")
    @State
    public static class CancelAgainstTheDeadlineOfWhatRuns {

        private final Operation<?> operation = Race.operation();

        public CancelAgainstTheDeadlineOfWhatRuns() {
            operation.start(1);
        }

        @Actor
        public void caller() {
            operation.cancel();
        }

        @Actor
        public void timer() {
            operation.timeUp();
        }

        @Arbiter
        public void after(LL_Result result) {
            result.r1 = operation.isStopping() && !operation.isTimedOut();
            result.r2 = operation.isTimedOut();
        }
    }

    @JCStressTest
    @Outcome(id = "true, true, 1", expect = ACCEPTABLE, desc = "Cancelled, and the caller was told so.")
    @Outcome(id = "false, false, 1", expect = ACCEPTABLE, desc = "Completed, and the caller was told so.")
    @Outcome(expect = FORBIDDEN, desc = "The caller was told otherwise, or dependents ran twice or never.")
    @State
    public static class CompleteAgainstCancel {

        private final Operation<?> operation = Race.operation();
        private final AtomicInteger told = new AtomicInteger();

        public CompleteAgainstCancel() {
            operation.start(1);
            Callbacks.whenDone(operation.future(), (value, failure) -> told.incrementAndGet());
        }

        @Actor
        public void callback() {
            operation.complete();
        }

        @Actor
        public void caller(LLL_Result result) {
            result.r1 = operation.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r2 = operation.future().isCancelled();
            result.r3 = told.get();
        }
    }

    @JCStressTest
    @Outcome(id = "true, true", expect = ACCEPTABLE, desc = "Cancelled, whoever was the first to say so.")
    @Outcome(expect = FORBIDDEN, desc = "The stop failed the future before the cancel could.")
    @State
    public static class CancelAgainstTheStopThatItCauses {

        private final Operation<?> operation = Race.operation();

        public CancelAgainstTheStopThatItCauses() {
            operation.start(1);
        }

        @Actor
        public void worker() {
            while (!operation.isStopping()) {
                Thread.onSpinWait();
            }
            operation.fail(new IllegalStateException("interrupted"));
            operation.complete();
        }

        @Actor
        public void caller(LL_Result result) {
            result.r1 = operation.future().cancel(true);
        }

        @Arbiter
        public void after(LL_Result result) {
            result.r2 = operation.future().isCancelled();
        }
    }

    @JCStressTest
    @Outcome(id = "false, false", expect = ACCEPTABLE, desc = "Came too late for anything.")
    @Outcome(id = "true, false", expect = ACCEPTABLE, desc = "Stopped the one that was cancelled.")
    @Outcome(expect = FORBIDDEN, desc = "Stopped the neighbour.")
    @State
    public static class CancelAgainstTheNextOperation {

        private final DatabaseConnection connection = FakeEngine.connection();
        private final Operation<?> cancelled = Race.operation();
        private final Operation<?> neighbour = Race.operation();

        @Actor
        public void worker(LL_Result result) {
            result.r1 = stops(cancelled);
            result.r2 = stops(neighbour);
        }

        @Actor
        public void caller() {
            cancelled.future().cancel(false);
        }

        private boolean stops(Operation<?> operation) {
            if (!operation.start(1)) {
                return false;
            }
            connection.interrupter().enter(operation);
            boolean stop = connection.interrupter().mustStop();
            connection.interrupter().leave(operation);
            return stop;
        }
    }

    @JCStressTest
    @Outcome(id = "false, false, true", expect = ACCEPTABLE, desc = "Cancelled first: the worker completes it.")
    @Outcome(
            id = "true, false, false",
            expect = ACCEPTABLE,
            desc = "Cancelled while it was put back: it never runs again.")
    @Outcome(id = "true, true, true", expect = ACCEPTABLE, desc = "Cancelled while it runs again: it stops.")
    @Outcome(expect = FORBIDDEN, desc = "The cancel was lost, or two own the operation, or none.")
    @State
    public static class PutBackAgainstCancel {

        private final Operation<?> operation = Race.operation();

        public PutBackAgainstCancel() {
            operation.start(1);
        }

        @Actor
        public void worker(LLL_Result result) {
            boolean putBack = operation.putBack();
            result.r1 = putBack;
            result.r2 = putBack && operation.start(2);
        }

        @Actor
        public void caller() {
            operation.future().cancel(false);
        }

        @Arbiter
        public void after(LLL_Result result) {
            result.r3 = operation.isStopping();
        }
    }

    @JCStressTest
    @Outcome(
            id = "true, true, false",
            expect = ACCEPTABLE,
            desc = "Started again first: it sees to its deadline itself.")
    @Outcome(
            id = "true, false, true",
            expect = ACCEPTABLE,
            desc = "Expired first: it never runs again, and is completed by who expired it.")
    @Outcome(expect = FORBIDDEN, desc = "Two own the operation, or none.")
    @State
    public static class PutBackAgainstItsDeadline {

        private final Operation<?> operation = Race.operation();

        public PutBackAgainstItsDeadline() {
            operation.start(1);
        }

        @Actor
        public void worker(LLL_Result result) {
            result.r1 = operation.putBack();
            result.r2 = operation.start(2);
        }

        @Actor
        public void timer(LLL_Result result) {
            result.r3 = operation.expire(operation.deadlineNanos());
        }
    }

    @JCStressTest
    @Outcome(id = "1, 1", expect = ACCEPTABLE, desc = "Each was told once.")
    @Outcome(expect = FORBIDDEN, desc = "The trace or the caller was told twice or never.")
    @State
    public static class CompleteOnTwoThreads {

        private final Told told = new Told();

        public CompleteOnTwoThreads() {
            told.operation.start(1);
        }

        @Actor
        public void callback() {
            told.operation.complete();
        }

        @Actor
        public void worker() {
            told.operation.complete();
        }

        @Arbiter
        public void after(LL_Result result) {
            told.report(result);
        }
    }

    /** An operation, and how often its trace and its future reported its end. */
    private static final class Told implements OperationTrace {

        private final Operation<?> operation = Race.operation();
        private final AtomicInteger traces = new AtomicInteger();
        private final AtomicInteger callers = new AtomicInteger();

        Told() {
            operation.followedBy(
                    new Telemetry("race", (database, kind, sql) -> this, new ForeignCode("race"), new Counters()));
            Callbacks.whenDone(operation.future(), (value, failure) -> callers.incrementAndGet());
        }

        @Override
        public void ended(@Nullable Throwable failure) {
            traces.incrementAndGet();
        }

        @Override
        public void run(Runnable code) {
            code.run();
        }

        void report(LL_Result result) {
            result.r1 = traces.get();
            result.r2 = callers.get();
        }
    }

    @JCStressTest(Mode.Termination)
    @Outcome(id = "TERMINATED", expect = ACCEPTABLE, desc = "The running statement is told to stop.")
    @Outcome(id = "STALE", expect = FORBIDDEN, desc = "The running statement never learns of the cancel.")
    @State
    public static class CancelReachesTheRunningStatement {

        private final DatabaseConnection connection = FakeEngine.connection();
        private final Operation<?> transaction = Race.operation();
        private final Operation<?> statement = Race.operation();

        public CancelReachesTheRunningStatement() {
            transaction.start(1);
            statement.start(1);
        }

        @Actor
        public void worker() {
            connection.interrupter().enter(transaction);
            connection.interrupter().enter(statement);
            while (!connection.interrupter().mustStop()) {
                Thread.onSpinWait();
            }
        }

        @Signal
        public void caller() {
            transaction.future().cancel(false);
        }
    }
}
