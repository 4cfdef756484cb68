package io.asyncsqlite.internal.codec;

/** Reads a stored value as the requested storage class, and refuses every other. */
final class StoredValues {

    private StoredValues() {}

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
            double real = value;
            // The largest long has no double, but the cast of the next larger one gives it.
            if ((long) real != value || value == Long.MAX_VALUE) {
                throw new ArithmeticException("the INTEGER is too large for an exact double");
            }
            return real;
        }
        throw mismatch("REAL", stored);
    }

    static String text(Object stored) {
        if (stored instanceof String value) {
            return value;
        }
        if (stored instanceof byte[]) {
            throw mismatch("TEXT", stored);
        }
        throw new IllegalArgumentException("needs TEXT, is " + storageClass(stored)
                + ": read it as a number; if it was bound as a text, declare the column TEXT, because every type whose"
                + " name has none of CHAR, CLOB, TEXT and BLOB makes numbers of texts that look like one");
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
