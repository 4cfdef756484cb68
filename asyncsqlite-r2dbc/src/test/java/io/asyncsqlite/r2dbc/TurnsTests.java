package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.r2dbc.Turns.Kind;
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
    private class Probe implements ConnectionOperation<String> {

        private final CompletableFuture<String> future = new CompletableFuture<>();
        private final boolean stoppable;
        private boolean ended;
        private boolean undone;
        private @Nullable String unwanted;

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
        public void unwanted(String value) {
            undone = true;
            unwanted = value;
        }

        @Override
        public void stop(CompletableFuture<String> started) {
            if (stoppable) {
                started.cancel(false);
            }
        }
    }

    private Probe subscribe(Kind kind) {
        Probe probe = new Probe();
        turns.take(kind, probe).subscribe(value -> {}, failure -> {});
        return probe;
    }

    @Test
    void readsRunBesideReadsAndWritesAreHandedOverAtOnce() {
        Probe first = subscribe(Kind.READ);
        Probe second = subscribe(Kind.READ);
        assertThat(started).containsExactly(first, second);

        Turns others = new Turns(oneQueue::get);
        others.take(Kind.WRITE, new Probe()).subscribe();
        others.take(Kind.WRITE, new Probe()).subscribe();
        assertThat(started).hasSize(4);
    }

    @Test
    void aReadWaitsForEarlierWrites() {
        Probe write = subscribe(Kind.WRITE);
        Probe read = subscribe(Kind.READ);
        assertThat(started).containsExactly(write);

        write.future.complete("");

        assertThat(started).containsExactly(write, read);
    }

    @Test
    void aReadDoesNotWaitWhereAllGoToOneQueue() {
        oneQueue.set(true);
        Probe write = subscribe(Kind.WRITE);
        Probe read = subscribe(Kind.READ);

        assertThat(started).containsExactly(write, read);
    }

    @Test
    void aWriteWaitsUntilEarlierReadsHaveBegun() {
        oneQueue.set(true);
        Probe read = subscribe(Kind.READ);
        Probe write = subscribe(Kind.WRITE);
        assertThat(started).containsExactly(read);

        read.future.complete("");

        assertThat(started).containsExactly(read, write);
    }

    @Test
    void nobodyOvertakesWhoWaits() {
        Probe read = subscribe(Kind.READ);
        Probe write = subscribe(Kind.WRITE);
        Probe later = subscribe(Kind.READ);
        assertThat(started).containsExactly(read);

        read.future.complete("");
        write.future.complete("");

        assertThat(started).containsExactly(read, write, later);
    }

    @Test
    void whatRunsAloneRunsAlone() {
        Probe read = subscribe(Kind.READ);
        Probe alone = subscribe(Kind.ALONE);
        Probe other = subscribe(Kind.ALONE);
        Probe write = subscribe(Kind.WRITE);

        read.future.complete("");
        assertThat(started).containsExactly(read, alone);
        alone.future.completeExceptionally(new IllegalStateException("as wanted"));
        assertThat(started).containsExactly(read, alone, other);
        other.future.complete("");
        assertThat(started).containsExactly(read, alone, other, write);
    }

    @Test
    void cancellingWhatWaitsTakesItOutOfTheOrder() {
        Probe read = subscribe(Kind.READ);
        Probe cancelled = new Probe();
        Disposable waiting = turns.take(Kind.ALONE, cancelled).subscribe();
        Probe behind = subscribe(Kind.READ);

        waiting.dispose();

        assertThat(started).containsExactly(read, behind);
        assertThat(cancelled.future).isNotDone();
    }

    @Test
    void cancellingWhatRunsCancelsItsFutureAndGivesTheTurnOn() {
        Probe running = new Probe();
        Disposable subscribed = turns.take(Kind.ALONE, running).subscribe();
        Probe next = subscribe(Kind.ALONE);

        subscribed.dispose();

        assertThat(running.future).isCancelled();
        assertThat(running.ended).isTrue();
        assertThat(started).containsExactly(running, next);
    }

    @Test
    void cancellingWhatCannotBeStoppedKeepsItsTurnUntilItEnds() {
        Probe running = new Probe(false);
        Disposable subscribed = turns.take(Kind.ALONE, running).subscribe();
        Probe next = subscribe(Kind.ALONE);

        subscribed.dispose();
        assertThat(started).containsExactly(running);
        running.future.complete("");

        assertThat(started).containsExactly(running, next);
    }

    @Test
    void aResultThatCameAfterTheCancelIsUndone() {
        Probe running = new Probe(false);
        turns.take(Kind.ALONE, running).subscribe().dispose();

        running.future.complete("too late");

        assertThat(running.unwanted).isEqualTo("too late");
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
        turns.take(Kind.ALONE, waiting).subscribe();
        return waiting;
    }

    @Test
    void aCancelWhileTheResultIsOnItsWayUndoesItAfterWhatWaited() {
        Probe given = new Probe();
        Disposable subscribed = turns.take(Kind.ALONE, given).subscribe();
        Probe waiting = behindAndCancelling(subscribed);

        given.future.complete("too late");
        assertThat(started).containsExactly(given, waiting);
        assertThat(given.unwanted).isNull();
        waiting.future.complete("");

        assertThat(given.unwanted).isEqualTo("too late");
        assertThat(turns.isIdle()).isTrue();
    }

    @Test
    void aCancelOfWhatFailedMeanwhileUndoesNothing() {
        Probe failed = new Probe();
        Disposable subscribed = turns.take(Kind.ALONE, failed).subscribe(value -> {}, failure -> {});
        Probe waiting = behindAndCancelling(subscribed);

        failed.future.completeExceptionally(new IllegalStateException("as wanted"));
        waiting.future.complete("");

        assertThat(failed.undone).isFalse();
        assertThat(turns.isIdle()).isTrue();
    }

    @Test
    void anOperationThatCannotStartFails() {
        Throwable[] failure = new Throwable[1];
        turns.take(Kind.WRITE, () -> {
                    throw new CancellationException("as wanted");
                })
                .subscribe(value -> {}, e -> failure[0] = e);

        assertThat(failure[0]).isInstanceOf(CancellationException.class);
        subscribe(Kind.ALONE);
        assertThat(started).hasSize(1);
    }

    @Test
    void aHundredThousandThatFailAtOnceNeedNoStack() {
        Probe first = subscribe(Kind.ALONE);
        AtomicInteger failed = new AtomicInteger();
        for (int i = 0; i < 100_000; i++) {
            turns.take(Kind.ALONE, () -> CompletableFuture.failedFuture(new IllegalStateException()))
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
                            boolean alone = i % 3 == 0;
                            long weight = alone ? 1_000_000 : 1;
                            return turns.take(alone ? Kind.ALONE : i % 3 == 1 ? Kind.READ : Kind.WRITE, () -> {
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
