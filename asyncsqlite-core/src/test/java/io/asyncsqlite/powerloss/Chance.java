package io.asyncsqlite.powerloss;

import java.util.Random;

/** What the disk does with what it was not asked to sync, in one image: nearly nothing of it is there, or nearly all, or a half. */
final class Chance {

    private static final double[] SURVIVING = {0, 0.1, 0.5, 0.9, 1};
    private static final double[] TORN = {0, 0, 0.2};

    private final Random random;
    private final double surviving;
    private final double torn;

    Chance(long seed) {
        random = new Random(seed);
        surviving = SURVIVING[random.nextInt(SURVIVING.length)];
        torn = TORN[random.nextInt(TORN.length)];
    }

    boolean survives() {
        return random.nextDouble() < surviving;
    }

    boolean tears() {
        return random.nextDouble() < torn;
    }

    boolean half() {
        return random.nextBoolean();
    }

    /** Returns 0 to that number. */
    int upTo(int number) {
        return random.nextInt(number + 1);
    }

    void fill(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            bytes[i] = (byte) random.nextInt();
        }
    }
}
