package io.asyncsqlite.internal.live;

import io.asyncsqlite.Changes;
import io.asyncsqlite.internal.change.ChangeSet;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.SerialSubscription;
import io.asyncsqlite.internal.operation.HeldAnswers;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Carries commits to one subscriber, several in one element if it is too slow for each. */
final class CommitSubscription extends SerialSubscription<Changes> {

    private final HeldAnswers held;
    private final Consumer<CommitSubscription> leaving;

    // Guarded by this.
    private @Nullable ChangeSet gathered;
    private long commits;

    private volatile boolean ended;

    CommitSubscription(
            Callbacks callbacks,
            HeldAnswers held,
            Flow.Subscriber<? super Changes> subscriber,
            Consumer<CommitSubscription> leaving) {
        super(callbacks, subscriber);
        this.held = held;
        this.leaving = leaving;
    }

    /** Takes a commit, on the thread that committed. */
    void committed(ChangeSet changes) {
        synchronized (this) {
            ChangeSet all = gathered;
            if (all == null) {
                all = new ChangeSet();
                gathered = all;
            }
            all.addAll(changes);
            commits++;
        }
        schedule();
    }

    void end() {
        ended = true;
        schedule();
    }

    @Override
    public void emit() {
        Changes next;
        while (!isEnding() && demand() > 0 && (next = take()) != null) {
            held.await();
            signal(next);
            demandMet(1);
        }
        if (ended && !isEnding()) {
            complete();
        }
    }

    private synchronized @Nullable Changes take() {
        ChangeSet all = gathered;
        if (all == null) {
            return null;
        }
        Changes taken = all.toChanges(commits);
        gathered = null;
        commits = 0;
        return taken;
    }

    @Override
    public void stopReading() {
        leaving.accept(this);
    }

    @Override
    public void release() {
        stopReading();
    }
}
