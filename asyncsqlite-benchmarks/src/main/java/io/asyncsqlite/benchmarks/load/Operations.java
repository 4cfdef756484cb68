package io.asyncsqlite.benchmarks.load;

import io.asyncsqlite.benchmarks.client.Client;
import io.asyncsqlite.benchmarks.client.Item;
import io.asyncsqlite.benchmarks.client.Session;
import io.asyncsqlite.benchmarks.plan.Work;
import java.math.BigInteger;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;

/** The operations of a work, by their numbers. */
public final class Operations {

    /** Items of the table that is read: it fits into the page cache of each contender. */
    public static final int ITEMS = 10_000;

    private static final int OPERATIONS_OF_A_WRITE = 10;

    private static final int BODIES = 1024;
    private static final int LONG_BODIES = 16;

    /** Above it texts are long. */
    private static final int TEXT = 100;

    private static final String END_OF_LINE = "\n";

    private final Client client;
    private final Work work;
    private final String[] bodies;

    Operations(Client client, Work work) {
        this.client = client;
        this.work = work;
        this.bodies = IntStream.range(0, work.bodyBytes() > TEXT ? LONG_BODIES : BODIES)
                .mapToObj("a text, number %05d"::formatted)
                .map(text -> longer(text, work.bodyBytes()))
                .toArray(String[]::new);
    }

    /** Returns a text of a length, made of lines; the text itself if that is as long. */
    private static String longer(String text, int length) {
        return text.length() >= length
                ? text
                : (text + END_OF_LINE).repeat(length / text.length()).substring(0, length);
    }

    /** Tells whether an operation leaves a row. */
    boolean writes(int number) {
        Work one = oneOf(number);
        return one == Work.TRANSACTION || one.isInsert();
    }

    /**
     * Returns the step from one operation of a caller to its next, so that no two callers do the same one. It has no factor in common with the turn of a
     * write: by a step of 64 half of the callers would write at each fifth turn, and the others never.
     */
    static int step(int callers) {
        return IntStream.iterate(callers, step -> step + 1)
                .filter(step -> isCoprime(step, OPERATIONS_OF_A_WRITE))
                .findFirst()
                .orElseThrow();
    }

    private static boolean isCoprime(int a, int b) {
        return BigInteger.valueOf(a).gcd(BigInteger.valueOf(b)).equals(BigInteger.ONE);
    }

    private Work oneOf(int number) {
        return work == Work.MIXED ? oneOfMix(number) : work;
    }

    static Work oneOfMix(int number) {
        return number % OPERATIONS_OF_A_WRITE == 0 ? Work.INSERT : Work.READ;
    }

    CompletableFuture<?> start(int number) {
        return switch (oneOf(number)) {
            case NOTHING -> client.nothing();
            case INSERT, INSERT_10_KB, INSERT_100_KB -> client.insert(number, body(number));
            case READ -> client.item(key(number)).thenAccept(item -> check(item, number));
            case TRANSACTION -> client.transaction(number);
            default -> throw notOneOfMany();
        };
    }

    void run(Session session, int number) throws Exception {
        switch (oneOf(number)) {
            case INSERT, INSERT_10_KB, INSERT_100_KB -> session.insert(number, body(number));
            case READ -> check(session.item(key(number)), number);
            case TRANSACTION -> session.transaction(number);
            default -> throw notOneOfMany();
        }
    }

    private IllegalArgumentException notOneOfMany() {
        return new IllegalArgumentException(work + " is not one of many");
    }

    private String body(int number) {
        return bodies[number & (bodies.length - 1)];
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
