package io.asyncsqlite.transfer;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The lines of JSON, each the only value of a row, without empty ones. One thread at a time. */
final class NdJsonRows implements Iterator<String> {

    static final int LONGEST = 16 << 20;

    private static final int SAMPLE = 1_000;
    private static final int SAMPLE_CHARACTERS = 4 << 20;

    private record Line(long number, String text) {}

    private final ImportLines lines;
    private final TextLines source;

    /** Lines that were read for the sample. */
    private final Deque<Line> sampled = new ArrayDeque<>();

    private @Nullable Line next;

    NdJsonRows(ImportLines lines, TextLines source) {
        this.lines = lines;
        this.source = source;
    }

    /** Reads lines ahead, keeps them for the rows, and returns them as an array of JSON texts. */
    String sample() {
        int characters = 0;
        Line line = read();
        while (line != null) {
            sampled.add(line);
            characters += line.text().length();
            line = sampled.size() < SAMPLE && characters < SAMPLE_CHARACTERS ? read() : null;
        }
        return sampled.stream().map(each -> JsonText.quoted(each.text())).collect(Collectors.joining(",", "[", "]"));
    }

    /** Returns the next line that is not empty, or null. */
    private @Nullable Line read() {
        try {
            String text = source.next();
            while (text != null) {
                if (source.isTooLong()) {
                    String beginning = text;
                    lines.bad(source.number(), () -> beginning, "it is longer than " + LONGEST + " characters");
                } else if (!text.isBlank()) {
                    return new Line(source.number(), text);
                }
                text = source.next();
            }
            return null;
        } catch (IOException e) {
            throw SourceText.failure(lines, source.number() + 1, StandardCharsets.UTF_8, e);
        }
    }

    @Override
    public boolean hasNext() {
        if (next == null) {
            next = sampled.isEmpty() ? read() : sampled.remove();
        }
        return next != null;
    }

    @Override
    public String next() {
        Line line = hasNext() ? next : null;
        if (line == null) {
            throw new NoSuchElementException();
        }
        next = null;
        lines.sent(line.number(), line::text);
        return line.text();
    }
}
