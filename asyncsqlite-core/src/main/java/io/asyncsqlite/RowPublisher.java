package io.asyncsqlite;

import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.function.Function;
import java.util.function.Supplier;

/** Publishes the rows of a query; each subscriber runs it anew. */
final class RowPublisher<T> implements Flow.Publisher<T> {

    private final OperationSubmitter submitter;
    private final Supplier<BoundStatement> bound;
    private final Function<Row, T> mapper;

    RowPublisher(OperationSubmitter submitter, Supplier<BoundStatement> bound, Function<Row, T> mapper) {
        this.submitter = submitter;
        this.bound = bound;
        this.mapper = mapper;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super T> subscriber) {
        Objects.requireNonNull(subscriber, "subscriber");
        subscriber.onSubscribe(new RowSubscription<>(submitter, bound, mapper, subscriber));
    }
}
