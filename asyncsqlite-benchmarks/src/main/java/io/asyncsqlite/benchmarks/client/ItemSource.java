package io.asyncsqlite.benchmarks.client;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The same items as objects and in files. Closing it deletes the files.
 *
 * @param items the objects, each with texts of its own, as a program has them that got them from elsewhere: few texts that many rows
 *     share would stay in the cache of the processor
 * @param csv a file of CSV with a header, whose texts have quotes
 * @param ndjson a file of an object of JSON in each line
 */
public record ItemSource(List<Item> items, Path csv, Path ndjson) implements AutoCloseable {

    /**
     * Makes items, and writes them to files.
     *
     * @param directory where the files are made
     */
    public static ItemSource create(Path directory, int rows) throws IOException {
        Files.createDirectories(directory);
        ItemSource source = new ItemSource(
                Item.list(rows).stream().map(ItemSource::withTextsOfItsOwn).toList(),
                Files.createTempFile(directory, "items", ".csv"),
                Files.createTempFile(directory, "items", ".ndjson"));
        source.write();
        return source;
    }

    private static Item withTextsOfItsOwn(Item item) {
        return new Item(item.id(), copy(item.name()), item.price(), copy(item.note()));
    }

    private static String copy(String text) {
        return String.valueOf(text.toCharArray());
    }

    private void write() throws IOException {
        try (BufferedWriter rows = Files.newBufferedWriter(csv);
                BufferedWriter objects = Files.newBufferedWriter(ndjson)) {
            rows.write("id,name,price,note\n");
            for (Item item : items) {
                rows.write(item.id() + ",\"" + item.name() + "\"," + item.price() + ",\"" + item.note() + "\"\n");
                objects.write("{\"id\":" + item.id() + ",\"name\":\"" + item.name() + "\",\"price\":" + item.price()
                        + ",\"note\":\"" + item.note() + "\"}\n");
            }
        }
    }

    @Override
    public void close() throws IOException {
        Files.delete(csv);
        Files.delete(ndjson);
    }
}
