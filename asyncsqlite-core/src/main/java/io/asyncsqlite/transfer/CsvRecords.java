package io.asyncsqlite.transfer;

import de.siegmar.fastcsv.reader.CloseableIterator;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the records of a source. A malformed one is reported, and reading goes on at the next line of the text. One thread at a time. */
final class CsvRecords {

    private final ImportLines lines;
    private final char delimiter;
    private final Charset charset;
    private final Reader text;
    private final @Nullable KeptText kept;

    /** Records that were read for the sample. */
    private final Deque<CsvLine> sampled = new ArrayDeque<>();

    private CsvLineHandler handler = new CsvLineHandler(0);
    private CloseableIterator<CsvLine> records;

    CsvRecords(ImportLines lines, CsvSettings csv) throws IOException {
        this.lines = lines;
        this.delimiter = csv.delimiter();
        this.charset = csv.charset();
        Reader decoded = SourceText.open(lines, charset);
        this.kept = lines.reportsBadLines() ? new KeptText(decoded) : null;
        this.text = kept == null ? decoded : kept;
        this.records = parser();
    }

    private CloseableIterator<CsvLine> parser() {
        if (kept != null) {
            kept.of(handler::line);
        }
        return CsvReader.builder()
                .fieldSeparator(delimiter)
                .skipEmptyLines(false)
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(handler, text)
                .iterator();
    }

    /** Reads records ahead, and keeps them to be the next ones. */
    List<CsvLine> sample(int size) {
        CsvLine line = read();
        while (line != null) {
            sampled.add(line);
            line = sampled.size() < size ? read() : null;
        }
        return List.copyOf(sampled);
    }

    /** Returns the next record, or null at the end. */
    @Nullable
    CsvLine next() {
        return sampled.isEmpty() ? read() : sampled.remove();
    }

    private @Nullable CsvLine read() {
        while (true) {
            try {
                return records.hasNext() ? records.next() : null;
            } catch (UncheckedIOException e) {
                throw SourceText.failure(lines, handler.line(), charset, Objects.requireNonNull(e.getCause()));
            } catch (CsvParseException e) {
                malformed(e);
            }
        }
    }

    private void malformed(CsvParseException e) {
        long line = handler.line();
        Throwable cause = e.getCause();
        if (cause instanceof Error error) {
            throw error;
        }
        if (cause instanceof RuntimeException failure) {
            throw failure;
        }
        // The exception is no cause: its message may hold a character of the line.
        String reason = "a quote is not closed, or a character is after a closing one, or the field is too long";
        if (kept == null) {
            throw lines.failure(line, reason, null);
        }
        String bad = kept.takeLine(line);
        lines.bad(line, () -> bad, reason);
        handler = new CsvLineHandler(line);
        records = parser();
    }
}
