package io.asyncsqlite.benchmarks.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;

/** The versions that the build wrote into {@code versions.properties}: a jar for all has lost manifests and POMs. */
final class Versions {

    private static final List<String> NAMES = List.of(
            "commit",
            "asyncsqlite",
            "sqlite-jdbc",
            "HikariCP",
            "spring-jdbc",
            "reactor-core",
            "r2dbc-pool",
            "r2dbc-h2",
            "h2",
            "fastcsv",
            "HdrHistogram",
            "jmh");

    // A build that does not know a value leaves the reference to it.
    private static final String REFERENCE = "${";

    private Versions() {}

    /** Returns versions by names; {@code unknown} for what the build did not know. */
    static Map<String, String> all() throws IOException {
        Properties properties = new Properties();
        try (InputStream in = Versions.class.getResourceAsStream("versions.properties")) {
            properties.load(Objects.requireNonNull(in, "versions.properties"));
        }
        return of(properties);
    }

    static Map<String, String> of(Properties properties) {
        Map<String, String> versions = new LinkedHashMap<>();
        for (String name : NAMES) {
            String version = properties.getProperty(name, REFERENCE);
            versions.put(name, version.isEmpty() || version.startsWith(REFERENCE) ? "unknown" : version);
        }
        return versions;
    }
}
