package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Schedulers;

@Timeout(60)
class TurnsTests {

    private final AtomicBoolean oneQueue = new AtomicBoolean();
    private final Turns turns = new Turns(oneQueue::get);
    private final List<Probe> started = new ArrayList<>();

    /** An operation that the test ends. */
    private class Probe implements DriverOperation<String> {

        private final CompletableFuture<String> future = new CompletableFuture<>();
        private final boolean stoppable;
        private boolean ended;
        private boolean undone;
        private @Nullable String undoneValue;

        Probe() {
            this(true);
        }

        Probe(boolean stoppable) {
            this.stoppable = stoppable;
        }

        @Override
        public CompletableFuture<String> start() {
            started.add(this);
            return future;
        }

        @Override
        public void ended(@Nullable String value, @Nullable Throwable failure) {
            ended = true;
        }

        @Override
        public void undo(String value) {
            undone = true;
            undoneValue = value;
        }

        @Override
        public void stop(CompletableFuture<String> started) {
            if (stoppable) {
                started.cancel(false);
            }
        }
    }

    private Probe subscribe(TurnKind kind) {
        Probe probe = new Probe();
        turns.take(kind, probe).subscribe(value -> {}, failure -> {});
        return probe;
    }

    @Test
    void readsRunBesideReadsAndWritesAreHandedOverAtOnce() {
        Probe first = subscribe(TurnKind.READ);
        Probe second = subscribe(TurnKind.READ);
        assertThat(started).containsExactly(first, second);

        Turns others = new Turns(oneQueue::get);
        others.take(TurnKind.WRITE, new Probe()).subscribe();
        others.take(TurnKind.WRITE, new Probe()).subscribe();
        assertThat(started).hasSize(4);
    }

    @Test
    void aReadWaitsForEarlierWrites() {
        Probe write = subscribe(TurnKind.WRITE);
        Probe read = subscribe(TurnKind.READ);
        assertThat(started).containsExactly(write);

        write.future.complete("");

        assertThat(started).containsExactly(write, read);
    }

    @Test
    void aReadDoesNotWaitWhereAllGoToOneQueue() {
        oneQueue.set(true);
        Probe write = subscribe(TurnKind.WRITE);
        Probe read = subscribe(TurnKind.READ);

        assertThat(started).containsExactly(write, read);
    }

    @Test
    void aWriteWaitsUntilEarlierReadsHaveBegun() {
        oneQueue.set(true);
        Probe read = subscribe(TurnKind.READ);
        Probe write = subscribe(TurnKind.WRITE);
        assertThat(started).containsExactly(read);

        read.future.complete("");

        assertThat(started).containsExactly(read, write);
    }

    @Test
    void laterOperationDoesNotOvertakeAWaitingOne() {
        Probe read = subscribe(TurnKind.READ);
        Probe write = subscribe(TurnKind.WRITE);
        Probe later = subscribe(TurnKind.READ);
        assertThat(started).containsExactly(read);

        read.future.complete("");
        write.future.complete("");

        assertThat(started).containsExactly(read, write, later);
    }

    @Test
    void exclusiveTurnRunsBesideNothing() {
        Probe read = subscribe(TurnKind.READ);
        Probe exclusive = subscribe(TurnKind.EXCLUSIVE);
        Probe other = subscribe(TurnKind.EXCLUSIVE);
        Probe write = subscribe(TurnKind.WRITE);

        read.future.complete("");
        assertThat(started).containsExactly(read, exclusive);
        exclusive.future.completeExceptionally(new IllegalStateException("as wanted"));
        assertThat(started).containsExactly(read, exclusive, other);
        other.future.complete("");
        assertThat(started).containsExactly(read, exclusive, other, write);
    }

    @Test
    void cancelOfAWaitingTurnRemovesIt() {
        Probe read = subscribe(TurnKind.READ);
        Probe cancelled = new Probe();
        Disposable waiting = turns.take(TurnKind.EXCLUSIVE, cancelled).subscribe();
        Probe behind = subscribe(TurnKind.READ);

        waiting.dispose();

        assertThat(started).containsExactly(read, behind);
        assertThat(cancelled.future).isNotDone();
    }

    @Test
    void cancelOfARunningTurnCancelsItsFuture() {
        Probe running = new Probe();
        Disposable subscribed = turns.take(TurnKind.EXCLUSIVE, running).subscribe();
        Probe next = subscribe(TurnKind.EXCLUSIVE);

        subscribed.dispose();

        assertThat(running.future).isCancelled();
        assertThat(running.ended).isTrue();
        assertThat(started).containsExactly(running, next);
    }

    @Test
    void unstoppableTurnLastsUntilItEndsAfterACancel() {
        Probe running = new Probe(false);
        Disposable subscribed = turns.take(TurnKind.EXCLUSIVE, running).subscribe();
        Probe next = subscribe(TurnKind.EXCLUSIVE);

        subscribed.dispose();
        assertThat(started).containsExactly(running);
        running.future.complete("");

        assertThat(started).containsExactly(running, next);
    }

    @Test
    void aResultThatCameAfterTheCancelIsUndone() {
        Probe running = new Probe(false);
        turns.take(TurnKind.EXCLUSIVE, running).subscribe().dispose();

        running.future.complete("too late");

        assertThat(running.undoneValue).isEqualTo("too late");
    }

    /**
     * Cancels the operation before it when it starts: the turn of that operation has ended, and its subscriber has no signal yet.
     */
    private Probe behindAndCancelling(Disposable before) {
        Probe waiting = new Probe() {
            @Override
            public CompletableFuture<String> start() {
                before.dispose();
                return super.start();
            }
        };
        turns.take(TurnKind.EXCLUSIVE, waiting).subscribe();
        return waiting;
    }

    @Test
    void aCancelWhileTheResultIsOnItsWayUndoesItAfterWhatWaited() {
        Probe given = new Probe();
        Disposable subscribed = turns.take(TurnKind.EXCLUSIVE, given).subscribe();
        Probe waiting = behindAndCancelling(subscribed);

        given.future.complete("too late");
        assertThat(started).containsExactly(given, waiting);
        assertThat(given.undoneValue).isNull();
        waiting.future.complete("");

        assertThat(given.undoneValue).isEqualTo("too late");
        assertThat(turns.close()).isTrue();
    }

    @Test
    void aCancelOfWhatFailedMeanwhileUndoesNothing() {
        Probe failed = new Probe();
        Disposable subscribed = turns.take(TurnKind.EXCLUSIVE, failed).subscribe(value -> {}, failure -> {});
        Probe waiting = behindAndCancelling(subscribed);

        failed.future.completeExceptionally(new IllegalStateException("as wanted"));
        waiting.future.complete("");

        assertThat(failed.undone).isFalse();
        assertThat(turns.close()).isTrue();
    }

    @Test
    void nothingIsAcceptedAfterTheCloseButTheLast() {
        Probe running = subscribe(TurnKind.WRITE);
        Probe waiting = subscribe(TurnKind.READ);
        assertThat(turns.close()).isFalse();
        Throwable[] refusal = new Throwable[1];
        Probe late = new Probe();
        turns.take(TurnKind.WRITE, late).subscribe(value -> {}, failure -> refusal[0] = failure);
        Probe last = new Probe();
        turns.takeLast(last).subscribe();

        running.future.complete("");
        waiting.future.complete("");

        assertThat(started).containsExactly(running, waiting, last);
        assertThat(refusal[0]).hasMessage("The connection is closed: nothing was executed");
    }

    @Test
    void anOperationThatCannotStartFails() {
        Throwable[] failure = new Throwable[1];
        turns.take(TurnKind.WRITE, () -> {
                    throw new CancellationException("as wanted");
                })
                .subscribe(value -> {}, e -> failure[0] = e);

        assertThat(failure[0]).isInstanceOf(CancellationException.class);
        subscribe(TurnKind.EXCLUSIVE);
        assertThat(started).hasSize(1);
    }

    @Test
    void aHundredThousandThatFailAtOnceNeedNoStack() {
        Probe first = subscribe(TurnKind.EXCLUSIVE);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            turns.take(TurnKind.EXCLUSIVE, () -> CompletableFuture.failedFuture(new IllegalStateException()))
                    .subscribe(value -> {}, e -> failed.incrementAndGet());
        }

        first.future.complete("");

        assertThat(failed).hasValue(100_000);
    }

    @Test
    void concurrentSubscribersNeverRunBesideOneThatRunsAlone() {
        AtomicLong running = new AtomicLong();
        AtomicInteger violations = new AtomicInteger();
        Flux.range(0, 4_000)
                .flatMap(
                        i -> {
                            boolean exclusive = i % 3 == 0;
                            long weight = exclusive ? 1_000_000 : 1;
                            return turns.take(
                                            exclusive
                                                    ? TurnKind.EXCLUSIVE
                                                    : i % 3 == 1 ? TurnKind.READ : TurnKind.WRITE,
                                            () -> {
                                                long now = running.addAndGet(weight);
                                                if (now >= 1_000_000 && now != 1_000_000) {
                                                    violations.incrementAndGet();
                                                }
                                                return CompletableFuture.supplyAsync(() -> running.addAndGet(-weight));
                                            })
                                    .subscribeOn(Schedulers.parallel());
                        },
                        64)
                .then()
                .block(Sql.LONG);

        assertThat(violations).hasValue(0);
        assertThat(running).hasValue(0);
    }
}
