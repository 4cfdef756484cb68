package io.asyncsqlite.testing;

import java.util.concurrent.Flow;

/** An observer of numbers that asks for none at first. */
public final class Probe extends Observer<Long> {

    public Probe(Flow.Publisher<Long> publisher) {
        super(0);
        publisher.subscribe(this);
    }

    /** Waits until tasks that the callback executor had are done. */
    public void settle() {
        Threads.awaitIdleCallbacks();
    }
}
