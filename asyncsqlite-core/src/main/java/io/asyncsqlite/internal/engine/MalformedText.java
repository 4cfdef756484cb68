package io.asyncsqlite.internal.engine;

import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A TEXT whose bytes are not valid in the database's encoding: SQLite does not check the bytes that it stores. Reading the row
 * succeeds, because the statement may have changed rows already. Reading the value as a text fails.
 */
public final class MalformedText {

    private static final char REPLACEMENT = '\uFFFD';

    private final byte[] bytes;

    private MalformedText(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Decodes a TEXT.
     *
     * @param bytes begin with those of the text; the array is not kept
     * @param length how many
     * @param charset UTF-8 or UTF-16 as the database is encoded
     * @return a {@code String}, or a {@code MalformedText}
     */
    static Object orText(byte[] bytes, int length, Charset charset) {
        String text = new String(bytes, 0, length, charset);
        // Only a text with the replacement character is checked. To look for that character costs next to nothing.
        if (text.indexOf(REPLACEMENT) < 0) {
            return text;
        }
        byte[] again = text.getBytes(charset);
        return Arrays.equals(again, 0, again.length, bytes, 0, length)
                ? text
                : new MalformedText(Arrays.copyOf(bytes, length));
    }

    /**
     * Returns the bytes as they are stored, which must not be changed.
     *
     * @return the bytes
     */
    public byte[] bytes() {
        return bytes;
    }

    /**
     * Returns the bytes for a type that holds bytes.
     *
     * @param type the wanted type
     * @return the bytes as they are stored, which must not be changed
     * @throws IllegalArgumentException if the type holds no bytes
     */
    public byte[] bytesAs(Class<?> type) {
        if (type == byte[].class || type == ByteBuffer.class) {
            return bytes;
        }
        throw new IllegalArgumentException(
                "the TEXT is not well-formed in the database's encoding: reading it as byte[] and"
                        + " CAST(x AS BLOB) give its bytes as they are");
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof MalformedText text && Arrays.equals(bytes, text.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }
}
