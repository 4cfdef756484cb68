package io.asyncsqlite.testing;

/** Runs a test again whose operations must share a group: a pause of the machine divides one, as it admits members for 5 ms. */
public final class Attempts {

    private static final int MOST = 5;

    private Attempts() {}

    /** A test, or what makes ready for it. */
    @FunctionalInterface
    public interface Body {

        void run() throws Exception;
    }

    /** Runs a test up to five times, until it succeeds, and makes ready for each further time. */
    public static void of(Body test, Body ready) throws Exception {
        for (int attempt = 1; attempt < MOST; attempt++) {
            try {
                test.run();
                return;
            } catch (AssertionError e) {
                ready.run();
            }
        }
        test.run();
    }
}
