package io.asyncsqlite.benchmarks.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The results of a plan as JSON, with every score of every round. */
public final class Summary {

    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private Summary() {}

    /** Writes results to a file, in place of what it holds. */
    public static void write(Results results, Path file) throws IOException {
        Files.writeString(file, json(Table.of(results)));
    }

    /** Reads a file that {@link #write} wrote; any other causes an {@link IOException}. */
    public static Table read(Path file) throws IOException {
        try {
            return table(Files.readString(file));
        } catch (JacksonException e) {
            throw new IOException(file + " holds no results", e);
        }
    }

    static String json(Table table) {
        return JSON.writeValueAsString(table) + "\n";
    }

    static Table table(String json) {
        return JSON.readValue(json, Table.class);
    }
}
