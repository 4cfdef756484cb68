package io.asyncsqlite.spring.boot;

import java.net.URISyntaxException;
import java.nio.file.Path;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The configuration metadata that the annotation processor made. */
final class Metadata {

    private Metadata() {}

    static JsonNode read() {
        try {
            Path classes = Path.of(AsyncSqliteProperties.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            return new JsonMapper().readTree(classes.resolve("META-INF/spring-configuration-metadata.json"));
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
