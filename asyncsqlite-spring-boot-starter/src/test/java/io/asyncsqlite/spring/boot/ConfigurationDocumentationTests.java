package io.asyncsqlite.spring.boot;

import java.util.Comparator;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class ConfigurationDocumentationTests {

    @Test
    void theTableOfPropertiesIsWhatTheMetadataSays() {
        String rows = StreamSupport.stream(Metadata.read().get("properties").spliterator(), false)
                .sorted(Comparator.comparing(property -> property.get("name").stringValue()))
                .map(ConfigurationDocumentationTests::row)
                .collect(Collectors.joining());

        GeneratedTables.check(
                "configuration.md", "properties", "| property | type | default | |\n|---|---|---|---|\n" + rows);
    }

    private static String row(JsonNode property) {
        JsonNode value = property.path("defaultValue");
        String text = value.isMissingNode() || value.isEmpty() && value.isArray() ? "" : "`" + value.asString() + "`";
        return "| `%s` | %s | %s | %s |\n"
                .formatted(
                        property.get("name").stringValue(),
                        type(property.get("type").stringValue()),
                        text,
                        property.get("description").stringValue());
    }

    /** Without packages: of {@code java.util.List<java.lang.String>} stays {@code List<String>}. */
    private static String type(String type) {
        return "`" + type.replaceAll("[a-z]+\\.", "").replace("$", ".") + "`";
    }
}
