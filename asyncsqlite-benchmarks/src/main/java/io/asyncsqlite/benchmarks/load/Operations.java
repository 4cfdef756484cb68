package io.asyncsqlite.benchmarks.load;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Item;
import io.asyncsqlite.benchmarks.client.Session;
import io.asyncsqlite.benchmarks.plan.Work;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The operations of a work, by their numbers. */
public final class Operations {

    /** Items of the table that is read: it fits into the page cache of each contender. */
    public static final int ITEMS = 10_000;

    private static final int OPERATIONS_OF_A_WRITE = 10;

    private static final String[] BODIES =
            IntStream.range(0, 1024).mapToObj("a text, number %05d"::formatted).toArray(String[]::new);

    private final Client client;
    private final Work work;

    Operations(Client client, Work work) {
        this.client = client;
        this.work = work;
    }

    boolean writes(int number) {
        return writes(work, number);
    }

    /** Tells whether an operation leaves a row. */
    static boolean writes(Work work, int number) {
        Work one = oneOf(work, number);
        return one == Work.INSERT || one == Work.TRANSACTION;
    }

    private static Work oneOf(Work work, int number) {
        if (work != Work.MIXED) {
            return work;
        }
        return number % OPERATIONS_OF_A_WRITE == 0 ? Work.INSERT : Work.READ;
    }

    CompletableFuture<?> start(int number) {
        return switch (oneOf(work, number)) {
            case NOTHING -> client.nothing();
            case INSERT -> client.insert(number, body(number));
            case READ -> client.item(key(number)).thenAccept(item -> check(item, number));
            case TRANSACTION -> client.transaction(number);
            case MIXED, OPEN, SCAN, BATCH, BATCH_TO_THE_ANSWER -> throw notOneOfMany(work);
        };
    }

    static void run(Session session, Work work, int number) throws Exception {
        switch (oneOf(work, number)) {
            case INSERT -> session.insert(number, body(number));
            case READ -> check(session.item(key(number)), number);
            case TRANSACTION -> session.transaction(number);
            case MIXED, NOTHING, OPEN, SCAN, BATCH, BATCH_TO_THE_ANSWER -> throw notOneOfMany(work);
        }
    }

    private static IllegalArgumentException notOneOfMany(Work work) {
        return new IllegalArgumentException(work + " is not one of many");
    }

    private static String body(int number) {
        return BODIES[number & (BODIES.length - 1)];
    }

    /** Returns the key of a read: all over the table, as those of many callers are. */
    private static long key(int number) {
        return 1 + (number * 7919L) % ITEMS;
    }

    private static void check(Item item, int number) {
        if (!item.equals(Item.of(key(number)))) {
            throw new IllegalStateException("Read number " + number + " got " + item);
        }
    }
}
