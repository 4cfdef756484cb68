package io.asyncsqlite.benchmarks;

/** Somebody who is measured once in each round, in this order or the reverse: those who are compared are neighbours. */
enum Contender {
    EXECUTOR_1("executor", 1),
    ASYNCSQLITE_1("asyncsqlite", 1),
    EXECUTOR_64("executor", 64),
    ASYNCSQLITE_64("asyncsqlite", 64),
    HIKARI_64("hikari", HikariInserts.THREADS),
    EXECUTOR_1024("executor", 1024),
    ASYNCSQLITE_1024("asyncsqlite", 1024),
    HAND_BATCHED("handBatched", HandBatchedInserts.ROWS);

    /** The method of {@link InsertBenchmark}. */
    final String method;

    /** How many rows wait for their commit at a time. */
    final int inFlight;

    Contender(String method, int inFlight) {
        this.method = method;
        this.inFlight = inFlight;
    }
}
