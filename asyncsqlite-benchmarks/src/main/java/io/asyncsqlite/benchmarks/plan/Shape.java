package io.asyncsqlite.benchmarks.plan;

/**
 * How work is put on a client.
 *
 * @param kind how its callers wait
 * @param callers how many operations are in flight or arrive each second, or how many threads wait; 1 for one thread that does one
 *     thing after the other
 */
public record Shape(Kind kind, int callers) {

    /** How callers wait. */
    public enum Kind {
        /** One thread submits, and keeps a constant number of operations in flight. */
        IN_FLIGHT,
        /** Platform threads, each of which waits for its operation. */
        THREADS,
        /** Virtual threads, each of which waits for its operation. */
        VIRTUAL,
        /** Tasks of a program in Python, each of which waits for its operation. */
        TASKS,
        /** Operations arrive at random moments, at a constant mean rate, also while earlier ones wait. */
        ARRIVALS,
        /** One thread that runs a scan or a batch at a time. */
        ALONE
    }

    public static final Shape ALONE = new Shape(Kind.ALONE, 1);

    public static Shape inFlight(int operations) {
        return new Shape(Kind.IN_FLIGHT, operations);
    }

    public static Shape threads(int threads) {
        return new Shape(Kind.THREADS, threads);
    }

    public static Shape virtual(int threads) {
        return new Shape(Kind.VIRTUAL, threads);
    }

    public static Shape tasks(int tasks) {
        return new Shape(Kind.TASKS, tasks);
    }

    public static Shape arrivals(int perSecond) {
        return new Shape(Kind.ARRIVALS, perSecond);
    }

    /** Returns it as a name says it, or nothing for one thread alone. */
    public String words() {
        return switch (kind) {
            case IN_FLIGHT -> callers + " in flight";
            case THREADS -> callers == 1 ? "1 thread" : callers + " threads";
            case VIRTUAL -> callers + " virtual threads";
            case TASKS -> callers == 1 ? "1 task" : callers + " tasks";
            case ARRIVALS -> callers + " per second";
            case ALONE -> "";
        };
    }
}
