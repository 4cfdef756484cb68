package io.asyncsqlite.dqlite;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The numbers of dqlite's wire protocol. Everything on the wire is a multiple of a word of eight bytes, the lowest byte first. */
final class Words {

    static final int WORD = 8;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private Words() {}

    static long getLong(byte[] bytes, int at) {
        return (long) LONG.get(bytes, at);
    }

    static void setLong(byte[] bytes, int at, long value) {
        LONG.set(bytes, at, value);
    }

    static int getInt(byte[] bytes, int at) {
        return (int) INT.get(bytes, at);
    }

    static void setInt(byte[] bytes, int at, int value) {
        INT.set(bytes, at, value);
    }

    /** Returns the length with the bytes that fill the last word. */
    static int padded(int length) {
        return Math.addExact(length, WORD - 1) & -WORD;
    }
}
