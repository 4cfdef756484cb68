package io.asyncsqlite.transfer;

import io.asyncsqlite.internal.sql.Identifiers;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Makes rows of records, without bad ones. One thread at a time. */
final class CsvRows implements Iterator<@Nullable Object[]> {

    private final ImportLines lines;
    private final char delimiter;
    private final CsvRecords records;
    private final CsvTarget[] targets;
    private final int fields;

    private @Nullable Object @Nullable [] next;

    /**
     * Makes rows.
     *
     * @param fields how many fields a record has
     */
    CsvRows(ImportLines lines, char delimiter, CsvRecords records, List<CsvTarget> targets, int fields) {
        this.lines = lines;
        this.delimiter = delimiter;
        this.records = records;
        this.targets = targets.toArray(CsvTarget[]::new);
        this.fields = fields;
    }

    @Override
    public boolean hasNext() {
        while (next == null) {
            CsvLine line = records.next();
            if (line == null) {
                return false;
            }
            next = fields > 1 && line.isEmpty() ? null : row(line);
        }
        return true;
    }

    @Override
    public @Nullable Object[] next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        @Nullable Object[] row = next;
        next = null;
        if (row == null) {
            throw new NoSuchElementException();
        }
        return row;
    }

    /** Returns the values of a record, or null if it is bad. */
    private @Nullable Object @Nullable [] row(CsvLine line) {
        int count = line.fields().size();
        if (count != fields) {
            lines.bad(line.number(), () -> text(line), "it has " + count + " fields in place of " + fields);
            return null;
        }
        @Nullable Object[] row = new Object[targets.length];
        for (int i = 0; i < targets.length; i++) {
            CsvTarget target = targets[i];
            try {
                row[i] = target.value(line.fields().get(target.field()));
            } catch (RuntimeException e) {
                lines.bad(line.number(), () -> text(line), refusal(target, e));
                return null;
            }
        }
        lines.sent(line.number(), () -> text(line));
        return row;
    }

    /** The message of the exception may hold the value. */
    private static String refusal(CsvTarget target, RuntimeException e) {
        return "the value of column " + Identifiers.quoted(target.column()) + " was refused with "
                + e.getClass().getSimpleName();
    }

    private String text(CsvLine line) {
        return CsvText.of(line.fields(), delimiter);
    }
}
