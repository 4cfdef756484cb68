package io.asyncsqlite.codec;

/** Reads a stored value as the storage class that is asked for, and refuses every other. */
final class Storage {

    /** The largest magnitude up to which every integer has a {@code double} of its own. */
    private static final long EXACT_DOUBLE = 1L << 53;

    private Storage() {}

    static long integer(Object stored) {
        if (stored instanceof Long value) {
            return value;
        }
        throw mismatch("INTEGER", stored);
    }

    static double real(Object stored) {
        if (stored instanceof Double value) {
            return value;
        }
        if (stored instanceof Long value) {
            if (Math.abs(value) > EXACT_DOUBLE || value == Long.MIN_VALUE) {
                throw new ArithmeticException("the INTEGER is too large for an exact double");
            }
            return value;
        }
        throw mismatch("REAL", stored);
    }

    static String text(Object stored) {
        if (stored instanceof String value) {
            return value;
        }
        throw mismatch("TEXT", stored);
    }

    static byte[] blob(Object stored) {
        if (stored instanceof byte[] value) {
            return value;
        }
        throw mismatch("BLOB", stored);
    }

    static String storageClass(Object stored) {
        if (stored instanceof Long) {
            return "INTEGER";
        }
        if (stored instanceof Double) {
            return "REAL";
        }
        return stored instanceof String ? "TEXT" : "BLOB";
    }

    private static IllegalArgumentException mismatch(String wanted, Object stored) {
        return new IllegalArgumentException("needs " + wanted + ", is " + storageClass(stored));
    }
}
