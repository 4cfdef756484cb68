package io.asyncsqlite.internal.live;

import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.concurrent.SerialSubscription;
import io.asyncsqlite.internal.statement.RowConversion;
import io.asyncsqlite.internal.statement.Rows;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Carries the results of a live query to one subscriber.
 *
 * <p>Invariants:
 * <ol>
 *   <li>The first result is of a run that started after the first request.
 *   <li>No result equals the one before. Results that came while there was no demand are left out, but for the newest.
 * </ol>
 */
final class ResultSubscription<T> extends SerialSubscription<List<T>> {

    private final RowConversion<T> conversion;
    private final Function<ResultSubscription<?>, LiveQuery> joining;

    // Written by one thread at a time.
    private volatile @Nullable LiveQuery query;

    /** The first run whose result counts, which is not known before that run. Written in steps of the query. */
    private volatile long firstRun = Long.MAX_VALUE;

    // One thread at a time.
    private @Nullable Rows seen;

    /**
     * Makes a subscription.
     *
     * @param joining finds or makes the query and adds the subscription, or throws why not
     */
    ResultSubscription(
            Callbacks callbacks,
            Flow.Subscriber<? super List<T>> subscriber,
            RowConversion<T> conversion,
            Function<ResultSubscription<?>, LiveQuery> joining) {
        super(callbacks, subscriber);
        this.conversion = conversion;
        this.joining = joining;
    }

    /** Notes that a run is about to start, which counts. */
    void countsFrom(long run) {
        if (firstRun == Long.MAX_VALUE) {
            firstRun = run;
        }
    }

    /** Tells whether the result of a run is the first one that counts. */
    boolean awaits(long run) {
        return firstRun == run;
    }

    @Override
    public boolean open() {
        return openWithDemand(query != null, () -> query = joining.apply(this));
    }

    @Override
    public void emit() {
        LiveQuery joined = query;
        if (joined == null) {
            return;
        }
        Result latest = joined.latest();
        if (latest != null && latest.run() >= firstRun && demand() > 0 && !isEnding()) {
            emit(latest.rows());
        }
        LiveQuery.End end = joined.end();
        if (end != null && !isEnding()) {
            finish(end);
        } else if (demand() > 0) {
            joined.wanted();
        }
    }

    private void emit(Rows rows) {
        Rows before = seen;
        seen = rows;
        if (before == null || !Result.same(before, rows)) {
            signal(conversion.all(rows));
            demandMet(1);
        }
    }

    private void finish(LiveQuery.End end) {
        if (end.failure() == null) {
            complete();
        } else {
            finishWith(end.failure());
        }
    }

    @Override
    public void stopReading() {
        LiveQuery joined = query;
        if (joined != null) {
            joined.left(this);
        }
    }

    @Override
    public void release() {
        seen = null;
        stopReading();
    }
}
