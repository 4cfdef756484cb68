package io.asyncsqlite.transfer;

import io.asyncsqlite.RefusedRow;
import io.asyncsqlite.TransferException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The lines of one import: their source, and what becomes of bad ones. */
final class ImportLines {

    /** A line that was handed over as a row. */
    private record Sent(long number, Supplier<String> text) {}

    private final ImportSettings settings;
    private final ImportSource source;

    // Guarded by this.
    private final Deque<Sent> sent = new ArrayDeque<>();
    private long firstSent;
    private long bad;

    ImportLines(ImportSettings settings, ImportSource source) {
        this.settings = settings;
        this.source = source;
    }

    ImportSettings settings() {
        return settings;
    }

    ImportSource source() {
        return source;
    }

    /** Tells whether the lines of rows that may still be refused have to be kept. */
    boolean reportsBadLines() {
        return settings.badLines() != null;
    }

    /** Notes that a line is the next row. */
    void sent(long number, Supplier<String> text) {
        if (reportsBadLines()) {
            synchronized (this) {
                sent.add(new Sent(number, text));
            }
        }
    }

    /** Reports a line that cannot become a row, or ends the import. */
    void bad(long number, Supplier<String> text, String reason) {
        if (!reportsBadLines()) {
            throw failure(number, reason, null);
        }
        report(number, text.get(), reason);
    }

    /** Reports a row that SQLite refused. */
    void refused(RefusedRow row) {
        written(row.index());
        Sent line;
        synchronized (this) {
            line = sent.getFirst();
        }
        report(line.number(), line.text().get(), row.reason() + " (" + row.code() + ")");
    }

    /** Forgets the lines of the first rows. */
    synchronized void written(long rows) {
        while (firstSent < rows && !sent.isEmpty()) {
            sent.removeFirst();
            firstSent++;
        }
    }

    private void report(long number, String text, String reason) {
        synchronized (this) {
            bad++;
        }
        var listener = settings.badLines();
        if (listener != null) {
            listener.accept(new BadLine(number, text, reason));
        }
    }

    synchronized long bad() {
        return bad;
    }

    /** Returns the failure for a line, or with 0 for the whole source. */
    TransferException failure(long line, String reason, @Nullable Throwable cause) {
        String place = line == 0 ? "" : ", line " + line;
        return new TransferException(
                "The import into table " + settings.quotedTable() + " ended at the " + source + place + ": " + reason
                        + ". No row was executed for it",
                line,
                cause);
    }
}
