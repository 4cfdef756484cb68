package io.asyncsqlite.dqlite;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** An answer of a server, whose fields are read in order. Every length in it is checked before it is used. */
final class Answer {

    static final int FAILURE = 0;
    static final int NODE = 1;
    static final int NODES = 3;
    static final int DATABASE = 4;
    static final int STATEMENT = 5;
    static final int RESULT = 6;
    static final int ROWS = 7;
    static final int EMPTY = 8;

    private final int type;
    private final byte[] body;
    private int at;

    Answer(int type, byte[] body) {
        this.type = type;
        this.body = body;
    }

    int type() {
        return type;
    }

    /** Returns how many bytes it has after the header. */
    int size() {
        return body.length;
    }

    boolean hasMore() {
        return at < body.length;
    }

    long word() throws WireException {
        require(Words.WORD);
        long value = Words.getLong(body, at);
        at += Words.WORD;
        return value;
    }

    /** Reads a word that holds two numbers. */
    int[] halves() throws WireException {
        require(Words.WORD);
        int[] halves = {Words.getInt(body, at), Words.getInt(body, at + Integer.BYTES)};
        at += Words.WORD;
        return halves;
    }

    /** Reads a number that says how many of something follow, each of them at least a word. */
    int count() throws WireException {
        long count = word();
        if (count < 0 || count > (body.length - at) / Words.WORD) {
            throw new WireException("an answer says that it has " + count + " entries and is too short for them");
        }
        return (int) count;
    }

    String text() throws WireException {
        int end = at;
        while (end < body.length && body[end] != 0) {
            end++;
        }
        if (end == body.length) {
            throw new WireException("a text in an answer does not end");
        }
        String text = new String(body, at, end - at, StandardCharsets.UTF_8);
        at += Words.padded(end - at + 1);
        return text;
    }

    byte[] blob() throws WireException {
        long size = word();
        if (size < 0 || size > body.length - at) {
            throw new WireException("a blob in an answer is longer than the answer");
        }
        byte[] blob = Arrays.copyOfRange(body, at, at + (int) size);
        at += Words.padded((int) size);
        return blob;
    }

    /** Returns the first byte of the last word. */
    int lastByte() throws WireException {
        if (body.length < Words.WORD) {
            throw new WireException("an answer is empty");
        }
        return body[body.length - Words.WORD] & 0xff;
    }

    /** Returns the next byte and leaves it where it is. */
    int peek() throws WireException {
        require(1);
        return body[at] & 0xff;
    }

    /** Reads numbers of four bits that fill up words. */
    int[] nibbles(int count) throws WireException {
        int size = Words.padded((count + 1) / 2);
        require(size);
        int[] nibbles = new int[count];
        for (int i = 0; i < count; i++) {
            nibbles[i] = (body[at + i / 2] >> (i % 2 * 4)) & 0xf;
        }
        at += size;
        return nibbles;
    }

    /**
     * Reads the code and the message of a failure. Some servers leave rows before them that the failed statement gave, so they are looked for from
     * the end.
     */
    Failure failure() throws WireException {
        int end = body.length;
        while (end > 0 && body[end - 1] == 0) {
            end--;
        }
        int start = end;
        while (start > 0 && body[start - 1] != 0) {
            start--;
        }
        if (start < Words.WORD || start % Words.WORD != 0) {
            at = 0;
            return new Failure(word(), hasMore() ? text() : "");
        }
        return new Failure(
                Words.getLong(body, start - Words.WORD), new String(body, start, end - start, StandardCharsets.UTF_8));
    }

    /** What a server says of a request that failed. */
    record Failure(long code, String message) {}

    private void require(int size) throws WireException {
        if (size > body.length - at) {
            throw new WireException("an answer of " + body.length + " bytes is too short");
        }
    }
}
