package io.asyncsqlite.samples.shortlinks.traffic;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/** One run of simulated traffic. */
final class TrafficRun {

    private final int clients;
    private final long deadline;
    private final LongAdder answered = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean stopped;
    private volatile boolean ended;

    TrafficRun(TrafficRequest wanted) {
        this.clients = wanted.clients();
        this.deadline = System.nanoTime() + Duration.ofSeconds(wanted.seconds()).toNanos();
    }

    int clients() {
        return clients;
    }

    boolean goesOn() {
        return !stopped && deadline - System.nanoTime() > 0;
    }

    void count(boolean redirected) {
        (redirected ? answered : failed).increment();
    }

    void stop() {
        stopped = true;
    }

    void end() {
        ended = true;
    }

    TrafficState state() {
        boolean running = !ended;
        long left = running
                ? Math.max(0, Duration.ofNanos(deadline - System.nanoTime()).toSeconds())
                : 0;
        return new TrafficState(running, clients, left, answered.sum(), failed.sum());
    }
}
