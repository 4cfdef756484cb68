package io.asyncsqlite.transfer;

import java.util.function.Consumer;

/** Calls a consumer of the user for one element at a time: lines are refused by the thread that reads them and by those that complete chunks. */
final class OneAtATime<T> implements Consumer<T> {

    private final Consumer<? super T> consumer;

    OneAtATime(Consumer<? super T> consumer) {
        this.consumer = consumer;
    }

    @Override
    public synchronized void accept(T element) {
        consumer.accept(element);
    }
}
