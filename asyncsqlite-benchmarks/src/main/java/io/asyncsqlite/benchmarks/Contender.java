package io.asyncsqlite.benchmarks;

import io.asyncsqlite.EngineChoice;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A program that is measured once in each round.
 *
 * @param method the method of the benchmark class
 * @param engine how asyncsqlite calls SQLite; null for all other contenders
 * @param inFlight how many operations wait for their end at a time; 0 if that does not apply
 */
record Contender(String method, @Nullable EngineChoice engine, int inFlight) {

    /** Returns the name in tables, such as {@code asyncsqlite-foreign-64}. */
    String id() {
        return who() + (inFlight == 0 ? "" : "-" + inFlight);
    }

    /** Returns the name in pictures. */
    String label() {
        return who() + (inFlight == 0 ? "" : ", " + inFlight + " in flight");
    }

    /** Returns the pattern of names that JMH looks for. */
    String pattern(Class<?> benchmark) {
        return "^" + Pattern.quote(benchmark.getName() + "." + method) + "$";
    }

    /** Returns the parameters of its state. */
    Map<String, String> parameters(@Nullable Path library) {
        Map<String, String> parameters = new HashMap<>();
        if (inFlight > 0) {
            parameters.put("inFlight", String.valueOf(inFlight));
        }
        if (engine != null) {
            parameters.put("engine", engine.name());
        }
        if (library != null) {
            parameters.put("library", library.toString());
        }
        return parameters;
    }

    private String who() {
        return engine == null ? method : method + "-" + engine.name().toLowerCase(Locale.ROOT);
    }
}
