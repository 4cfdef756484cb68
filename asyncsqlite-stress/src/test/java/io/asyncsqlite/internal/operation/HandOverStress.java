package io.asyncsqlite.internal.operation;

import static org.openjdk.jcstress.annotations.Expect.ACCEPTABLE;
import static org.openjdk.jcstress.annotations.Expect.FORBIDDEN;

import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IL_Result;

/** The races of a completion that is handed over with the end of the wait: the invariant of {@link OperationFuture}. */
final class HandOverStress {

    private HandOverStress() {}

    private abstract static class Wait {

        final OperationFuture<Integer> future = new OperationFuture<>(Runnable::run, () -> {});
        private final AtomicInteger completions = new AtomicInteger();

        void complete() {
            completions.incrementAndGet();
            future.succeed(1);
        }

        void answer() {
            if (!future.handOver(this::complete)) {
                complete();
            }
        }

        void await() {
            try {
                future.get(1, TimeUnit.MICROSECONDS);
            } catch (TimeoutException | CancellationException | ExecutionException e) {
                // Any end of the wait is allowed.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        void look(IL_Result result) {
            result.r1 = completions.get();
            result.r2 = future.isDone();
        }
    }

    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "Completed once, by one of both.")
    @Outcome(expect = FORBIDDEN, desc = "The completion was lost, or ran twice.")
    @State
    public static class HandOverAgainstTimeout extends Wait {

        @Actor
        public void worker() {
            answer();
        }

        @Actor
        public void caller() {
            await();
        }

        @Arbiter
        public void after(IL_Result result) {
            look(result);
        }
    }

    @JCStressTest
    @Outcome(id = "1, true", expect = ACCEPTABLE, desc = "Completed once, and the wait ended.")
    @Outcome(expect = FORBIDDEN, desc = "The completion was lost, or ran twice.")
    @State
    public static class HandOverAgainstCancel extends Wait {

        @Actor
        public void worker() {
            answer();
        }

        @Actor
        public void caller() {
            await();
        }

        @Actor
        public void other() {
            future.cancel(false);
        }

        @Arbiter
        public void after(IL_Result result) {
            look(result);
        }
    }
}
