package io.asyncsqlite.transfer;

import java.io.IOException;
import java.io.Reader;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * A reader that keeps its text from the line on at which the present record begins, so that reading can go on after a record that is malformed. One
 * thread at a time.
 *
 * <p>Invariant: the kept text begins with the beginning of a line, whose number is {@code firstLine}.
 */
final class KeptText extends Reader {

    private final Reader source;
    private LongSupplier record = () -> 1;
    private char[] kept = new char[16_384];
    private int length;
    private long firstLine = 1;

    /** How much of the kept text was read. */
    private int read;

    KeptText(Reader source) {
        this.source = source;
    }

    /** Sets what tells the line at which the present record begins. */
    void of(LongSupplier present) {
        record = present;
    }

    @Override
    public int read(char[] into, int offset, int wanted) throws IOException {
        if (read == length && fill(wanted) < 0) {
            return -1;
        }
        int given = Math.min(wanted, length - read);
        System.arraycopy(kept, read, into, offset, given);
        read += given;
        return given;
    }

    private int fill(int wanted) throws IOException {
        dropTo(record.getAsLong());
        if (kept.length - length < wanted) {
            kept = Arrays.copyOf(kept, Math.max(kept.length * 2, length + wanted));
        }
        int more = source.read(kept, length, wanted);
        length += Math.max(0, more);
        return more;
    }

    private void dropTo(long line) {
        int from = 0;
        while (firstLine < line) {
            int end = endOfLine(from);
            if (end < 0) {
                break;
            }
            from = end;
            firstLine++;
        }
        drop(from);
    }

    /** Returns where the next line begins, or -1 if the kept text does not have it. */
    private int endOfLine(int from) {
        for (int i = from; i < length; i++) {
            if (kept[i] == '\n') {
                return i + 1;
            }
            if (kept[i] == '\r') {
                // The line feed after it may not have been read yet.
                return i + 1 == length ? -1 : kept[i + 1] == '\n' ? i + 2 : i + 1;
            }
        }
        return -1;
    }

    private void drop(int characters) {
        System.arraycopy(kept, characters, kept, 0, length - characters);
        length -= characters;
        read -= characters;
    }

    /** Takes one line out of the text, and goes back to the one after it. Returns the line without its end. */
    String takeLine(long line) {
        dropTo(line);
        int end = endOfLine(0);
        int next = end < 0 ? length : end;
        String text = new String(kept, 0, withoutEnd(next));
        drop(next);
        firstLine++;
        read = 0;
        return text;
    }

    private int withoutEnd(int end) {
        int last = end;
        while (last > 0 && (kept[last - 1] == '\n' || kept[last - 1] == '\r')) {
            last--;
        }
        return last;
    }

    @Override
    public void close() throws IOException {
        source.close();
    }
}
