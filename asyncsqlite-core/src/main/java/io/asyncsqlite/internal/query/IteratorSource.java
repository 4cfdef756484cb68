package io.asyncsqlite.internal.query;

import java.util.Iterator;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Publishes the elements of an iterator to one subscriber. A subclass decides on which thread. */
public abstract class IteratorSource implements Flow.Publisher<Object>, Flow.Subscription {

    private final Iterator<?> elements;
    private volatile Flow.@Nullable Subscriber<? super Object> subscriber;

    public IteratorSource(Iterator<?> elements) {
        this.elements = elements;
    }

    @Override
    public final void subscribe(Flow.Subscriber<? super Object> only) {
        subscriber = only;
        only.onSubscribe(this);
    }

    @Override
    public void cancel() {
        subscriber = null;
    }

    /** Publishes some elements, and returns whether there may be more. One thread at a time. */
    public final boolean publish(long wanted) {
        for (long i = 0; i < wanted; i++) {
            Flow.Subscriber<? super Object> taking = subscriber;
            if (taking == null || !publishOne(taking)) {
                return false;
            }
        }
        return true;
    }

    private boolean publishOne(Flow.Subscriber<? super Object> taking) {
        Object element;
        try {
            if (!elements.hasNext()) {
                taking.onComplete();
                return false;
            }
            element = elements.next();
        } catch (Throwable e) {
            taking.onError(e);
            return false;
        }
        taking.onNext(element);
        return true;
    }
}
