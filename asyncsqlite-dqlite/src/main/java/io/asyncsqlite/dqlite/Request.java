package io.asyncsqlite.dqlite;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A request to a server: a header of one word, and its fields. */
final class Request {

    static final int LEADER = 0;
    static final int OPEN = 3;
    static final int PREPARE = 4;
    static final int EXEC = 5;
    static final int QUERY = 6;
    static final int FINALIZE = 7;
    static final int EXEC_SQL = 8;
    static final int QUERY_SQL = 9;
    static final int ADD = 12;
    static final int ASSIGN = 13;
    static final int CLUSTER = 16;
    static final int TRANSFER = 17;

    /** The most values for which one byte holds their number. */
    private static final int MAX_SHORT_TUPLE = 255;

    private static final int TYPE_AT = 4;
    private static final int SCHEMA_AT = 5;

    private byte[] bytes = new byte[256];
    private int length = Words.WORD;

    Request(int type) {
        bytes[TYPE_AT] = (byte) type;
    }

    Request word(long value) {
        reserve(Words.WORD);
        Words.setLong(bytes, length, value);
        length += Words.WORD;
        return this;
    }

    /** Adds two numbers that share a word. */
    Request halves(int first, int second) {
        return word((first & 0xffff_ffffL) | ((long) second << 32));
    }

    /** Adds a text, which ends at its first NUL. */
    Request text(String text) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        int size = Words.padded(Math.addExact(encoded.length, 1));
        reserve(size);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += size;
        return this;
    }

    /** Adds the values of parameters: {@code Long}, {@code Double}, {@code String} without NUL, {@code byte[]} or null. */
    Request values(@Nullable Object[] values) {
        if (values.length == 0) {
            return this;
        }
        boolean isShort = values.length <= MAX_SHORT_TUPLE;
        bytes[SCHEMA_AT] = (byte) (isShort ? 0 : 1);
        int countBytes = isShort ? 1 : Integer.BYTES;
        int header = Words.padded(countBytes + values.length);
        reserve(header);
        if (isShort) {
            bytes[length] = (byte) values.length;
        } else {
            Words.setInt(bytes, length, values.length);
        }
        for (int i = 0; i < values.length; i++) {
            bytes[length + countBytes + i] = (byte) type(values[i]);
        }
        length += header;
        for (Object value : values) {
            value(value);
        }
        return this;
    }

    private static int type(@Nullable Object value) {
        if (value == null) {
            return ValueType.NULL;
        }
        if (value instanceof Long) {
            return ValueType.INTEGER;
        }
        if (value instanceof Double) {
            return ValueType.FLOAT;
        }
        return value instanceof String ? ValueType.TEXT : ValueType.BLOB;
    }

    private void value(@Nullable Object value) {
        if (value instanceof Long number) {
            word(number);
        } else if (value instanceof Double number) {
            word(Double.doubleToRawLongBits(number));
        } else if (value instanceof String text) {
            text(text);
        } else if (value instanceof byte[] blob) {
            blob(blob);
        } else {
            word(0);
        }
    }

    private void blob(byte[] blob) {
        word(blob.length);
        int size = Words.padded(blob.length);
        reserve(size);
        System.arraycopy(blob, 0, bytes, length, blob.length);
        length += size;
    }

    private void reserve(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, (int) Math.min(2L * bytes.length, Integer.MAX_VALUE - 8)));
        }
    }

    /** Returns how many bytes it has with its header. */
    int size() {
        return length;
    }

    void writeTo(OutputStream out) throws IOException {
        finish();
        out.write(bytes, 0, length);
    }

    void appendTo(ByteArrayOutputStream out) {
        finish();
        out.write(bytes, 0, length);
    }

    private void finish() {
        Words.setInt(bytes, 0, (length - Words.WORD) / Words.WORD);
    }
}
