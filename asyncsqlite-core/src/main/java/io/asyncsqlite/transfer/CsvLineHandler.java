package io.asyncsqlite.transfer;

import de.siegmar.fastcsv.reader.CsvCallbackHandler;
import de.siegmar.fastcsv.reader.RecordType;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Collects the fields of a record, and knows those without quotes that are empty. One thread at a time. */
final class CsvLineHandler extends CsvCallbackHandler<CsvLine> {

    /** How many lines were left out by an earlier parser of the same source. */
    private final long linesBefore;

    private List<@Nullable String> fields = new ArrayList<>();
    private long line;

    CsvLineHandler(long linesBefore) {
        this.linesBefore = linesBefore;
        this.line = linesBefore + 1;
    }

    /** Returns the line at which the record begins that is being read. */
    long line() {
        return line;
    }

    @Override
    protected RecordType getRecordType() {
        return RecordType.DATA;
    }

    @Override
    protected int getFieldCount() {
        return fields.size();
    }

    @Override
    protected void beginRecord(long startingLineNumber) {
        line = linesBefore + startingLineNumber;
        fields = new ArrayList<>(Math.max(1, fields.size()));
    }

    @Override
    protected void addField(char[] text, int offset, int length, boolean quoted) {
        fields.add(length == 0 && !quoted ? null : new String(text, offset, length));
    }

    @Override
    protected void setComment(char[] text, int offset, int length) {
        throw new IllegalStateException("CSV has no comments");
    }

    @Override
    protected void setEmpty() {
        fields.add(null);
    }

    @Override
    protected CsvLine buildRecord() {
        return new CsvLine(line, fields);
    }
}
