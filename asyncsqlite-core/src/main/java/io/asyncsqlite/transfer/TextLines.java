package io.asyncsqlite.transfer;

import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Splits a text into lines, which end with LF or CR LF, and have a largest length. One thread at a time. */
final class TextLines {

    private final Reader source;
    private final int limit;
    private final char[] block = new char[8_192];
    private final StringBuilder line = new StringBuilder();
    private int position;
    private int length;
    private long number;
    private boolean tooLong;

    TextLines(Reader source, int limit) {
        this.source = source;
        this.limit = limit;
    }

    /** Returns the next line without its end, or null; of a line that is too long the beginning. */
    @Nullable
    String next() throws IOException {
        line.setLength(0);
        tooLong = false;
        boolean any = false;
        while (position < length || fill()) {
            any = true;
            if (takeToEnd()) {
                break;
            }
        }
        if (!any) {
            return null;
        }
        number++;
        boolean returned = line.length() > 0 && line.charAt(line.length() - 1) == '\r';
        return returned ? line.substring(0, line.length() - 1) : line.toString();
    }

    private boolean fill() throws IOException {
        length = Math.max(0, source.read(block, 0, block.length));
        position = 0;
        return length > 0;
    }

    /** Takes what is left of the line in the block, and returns whether the line ends there. */
    private boolean takeToEnd() {
        int end = position;
        while (end < length && block[end] != '\n') {
            end++;
        }
        int room = limit - line.length();
        tooLong |= end - position > room;
        line.append(block, position, Math.min(end - position, room));
        boolean ends = end < length;
        position = ends ? end + 1 : end;
        return ends;
    }

    /** Returns the number of the last line, from 1. */
    long number() {
        return number;
    }

    /** Tells whether the last line is longer than the limit. */
    boolean isTooLong() {
        return tooLong;
    }
}
