package io.asyncsqlite.transfer;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import de.siegmar.fastcsv.writer.QuoteStrategies;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes records as text. NULL is empty, and the empty text has quotes. One thread at a time. */
final class CsvText {

    private final StringWriter text = new StringWriter();
    private final CsvWriter csv;

    CsvText(char delimiter) {
        this.csv = CsvWriter.builder()
                .fieldSeparator(delimiter)
                .quoteStrategy(QuoteStrategies.EMPTY)
                .lineDelimiter(LineDelimiter.CRLF)
                .build(text);
    }

    /** Returns the text of one record, without the end of its line. */
    static String of(List<@Nullable String> fields, char delimiter) {
        CsvText record = new CsvText(delimiter);
        record.add(fields);
        String line = record.take();
        return line.substring(0, line.length() - LineDelimiter.CRLF.toString().length());
    }

    @SuppressWarnings("NullAway") // The writer takes null.
    void add(List<@Nullable String> fields) {
        csv.writeRecord(fields.toArray(String[]::new));
    }

    /** Tells about how many characters were added. */
    int length() {
        return text.getBuffer().length();
    }

    /** Returns what was added, and starts anew. */
    String take() {
        try {
            csv.flush();
        } catch (IOException e) {
            throw new IllegalStateException("memory is always writable", e);
        }
        String taken = text.toString();
        text.getBuffer().setLength(0);
        return taken;
    }
}
