package io.asyncsqlite.benchmarks.client;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;

/** Only reads the records of CSV, with the parser that asyncsqlite uses. It has no database: the limit of what an import can reach. */
final class FastCsvClient implements Client {

    @Override
    public String pragma(String name) {
        throw new UnsupportedOperationException("FastCSV has no database");
    }

    @Override
    public long importItems(ItemSource source) throws IOException {
        long records = 0;
        try (CsvReader<CsvRecord> reader = CsvReader.builder().ofCsvRecord(source.csv())) {
            for (CsvRecord record : reader) {
                records += record.getFieldCount() == 4 ? 1 : 0;
            }
        }
        // Without the header.
        return records - 1;
    }

    @Override
    public void close() {
        // Intentionally nothing: it keeps nothing open.
    }
}
