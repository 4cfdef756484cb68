package io.asyncsqlite.benchmarks;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.SqliteOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The contenders that can run on this machine. */
final class Participants {

    private final Map<Contender, String> absent = new LinkedHashMap<>();
    private @Nullable Path library;

    /**
     * Finds the contenders that can run.
     *
     * @param directory directory for compiled files, until {@link #delete()}
     */
    Participants(Comparison comparison, Path directory) {
        for (Contender contender : comparison.contenders()) {
            String obstacle = obstacle(contender, directory);
            if (obstacle != null) {
                absent.put(contender, obstacle);
            }
        }
    }

    private @Nullable String obstacle(Contender contender, Path directory) {
        if (contender.engine() == EngineChoice.FOREIGN) {
            return foreignObstacle();
        }
        if (!contender.method().equals(CProgram.METHOD)) {
            return null;
        }
        try {
            library = CProgram.compile(directory);
            return null;
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private static @Nullable String foreignObstacle() {
        try {
            AsyncSqlite.open(SqliteOptions.memory().engine(EngineChoice.FOREIGN).build())
                    .close();
            return null;
        } catch (DatabaseOpenException e) {
            return e.getMessage();
        }
    }

    boolean include(Contender contender) {
        return !absent.containsKey(contender);
    }

    /** Returns the compiled loops, or null if no contender needs them or they cannot be compiled. */
    @Nullable
    Path library() {
        return library;
    }

    /** Returns the contenders that cannot run, by name, with the reason. */
    Map<String, String> absent() {
        return absent.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> entry.getKey().id(), Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    void delete() throws IOException {
        for (Path file : Stream.ofNullable(library).toList()) {
            Files.delete(file);
        }
    }
}
