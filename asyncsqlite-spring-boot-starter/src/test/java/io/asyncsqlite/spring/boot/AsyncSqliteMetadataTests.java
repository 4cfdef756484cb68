package io.asyncsqlite.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.ClusterLocation;
import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.JournalMode;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.Synchronous;
import io.asyncsqlite.spring.boot.backup.AsyncSqliteBackupProperties;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DataObjectPropertyName;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import tools.jackson.databind.JsonNode;

class AsyncSqliteMetadataTests {

    private final JsonNode metadata = Metadata.read();
    private final Map<String, JsonNode> properties = StreamSupport.stream(
                    metadata.get("properties").spliterator(), false)
            .collect(Collectors.toMap(property -> property.get("name").stringValue(), Function.identity()));

    @Test
    void everyKeyIsThere() {
        assertThat(properties.keySet())
                .containsExactlyInAnyOrderElementsOf(Stream.of(
                                keys("asyncsqlite.", AsyncSqliteProperties.class)
                                        .filter(key ->
                                                !key.equals("asyncsqlite.init") && !key.equals("asyncsqlite.dqlite")),
                                keys("asyncsqlite.init.", AsyncSqliteProperties.Init.class),
                                keys("asyncsqlite.dqlite.", AsyncSqliteProperties.Dqlite.class),
                                keys("asyncsqlite.", AsyncSqliteDatabasesProperties.class),
                                keys("asyncsqlite.backup.", AsyncSqliteBackupProperties.class),
                                keys("asyncsqlite.r2dbc.", AsyncSqliteR2dbcProperties.class),
                                Stream.of("management.health.asyncsqlite.enabled"))
                        .flatMap(keys -> keys)
                        .toList());
    }

    private static Stream<String> keys(String prefix, Class<? extends Record> type) {
        return Arrays.stream(type.getRecordComponents())
                .map(component -> prefix + DataObjectPropertyName.toDashedForm(component.getName()));
    }

    @Test
    void everyOptionOfTheCoreIsAPropertyOrABean() {
        Stream<String> properties = Arrays.stream(AsyncSqliteProperties.class.getRecordComponents())
                .map(RecordComponent::getName)
                .map(name -> Map.of(
                                "queueSize", "queueBytes",
                                "pragmas", "pragma",
                                "definitions", "define",
                                "extensions", "extension",
                                "limits", "limit")
                        .getOrDefault(name, name));
        Stream<String> beans = Stream.of("codec", "listener", "tracer");
        // Of a SqliteOptionsCustomizer, as an executor cannot be told from others that are beans.
        Stream<String> customized = Stream.of("callbackExecutor");

        assertThat(Stream.of(properties, beans, customized).flatMap(names -> names))
                .containsAll(Arrays.stream(SqliteOptions.Builder.class.getMethods())
                        .filter(method -> method.getReturnType() == SqliteOptions.Builder.class)
                        .map(Method::getName)
                        .toList());
    }

    @Test
    void everyKeyHasATypeAndADescriptionInSpringBootsStyle() {
        assertThat(properties.values()).allSatisfy(property -> {
            String type = property.path("type").asString();
            String description = property.path("description").asString();
            assertThat(type).isNotEmpty();
            assertThat(description)
                    .as(property.toString())
                    .endsWith(".")
                    .doesNotStartWith("The ")
                    .doesNotStartWith("A ")
                    .doesNotContain("{@");
            assertThat(description.startsWith("Whether "))
                    .as(property.toString())
                    .isEqualTo(type.equals("java.lang.Boolean"));
        });
    }

    @Test
    void theDefaultsAreThoseOfTheCore() {
        Map<String, String> defaults = defaults(name -> !name.startsWith("asyncsqlite.dqlite."));

        assertThat(options(defaults))
                .usingRecursiveComparison()
                .isEqualTo(SqliteOptions.file(Path.of("app.db")).build());
        assertThat(defaults)
                .containsKeys(
                        "asyncsqlite.busy-timeout",
                        "asyncsqlite.engine",
                        "asyncsqlite.foreign-keys",
                        "asyncsqlite.journal-mode",
                        "asyncsqlite.operation-timeout",
                        "asyncsqlite.queue-capacity",
                        "asyncsqlite.queue-size",
                        "asyncsqlite.queue-timeout",
                        "asyncsqlite.slow-operation-time",
                        "asyncsqlite.stream-timeout",
                        "asyncsqlite.synchronous",
                        "asyncsqlite.transaction-timeout",
                        "asyncsqlite.watch-interval");
    }

    @Test
    void theDefaultsOfAClusterAreThoseOfTheCore() {
        Map<String, String> defaults = defaults(name -> name.startsWith("asyncsqlite.dqlite."));
        assertThat(defaults).hasSize(AsyncSqliteProperties.Dqlite.class.getRecordComponents().length - 1);
        defaults.put("asyncsqlite.dqlite.nodes", "h1:9001");

        assertThat(options(defaults))
                .usingRecursiveComparison()
                .isEqualTo(SqliteOptions.cluster(ClusterLocation.of("h1:9001")).build());
    }

    private Map<String, String> defaults(Predicate<String> names) {
        return properties.values().stream()
                .filter(property -> property.has("defaultValue")
                        && names.test(property.get("name").stringValue()))
                .collect(Collectors.toMap(
                        property -> property.get("name").stringValue(),
                        property -> property.get("defaultValue").asString()));
    }

    private static SqliteOptions options(Map<String, String> properties) {
        AsyncSqliteProperties bound = new Binder(new MapConfigurationPropertySource(properties))
                .bind("asyncsqlite", AsyncSqliteProperties.class)
                .get();
        return new PropertiesOptions("asyncsqlite", bound, "app.db").builder().build();
    }

    @Test
    void theHintsAreAllValuesOfTheEnums() {
        assertThat(hints("asyncsqlite.engine")).isEqualTo(names(EngineChoice.values()));
        assertThat(hints("asyncsqlite.init.mode")).isEqualTo(names(InitializationMode.values()));
        assertThat(hints("asyncsqlite.journal-mode")).isEqualTo(names(JournalMode.values()));
        assertThat(hints("asyncsqlite.synchronous")).isEqualTo(names(Synchronous.values()));
    }

    private String hints(String name) {
        return StreamSupport.stream(metadata.get("hints").spliterator(), false)
                .filter(hint -> hint.get("name").stringValue().equals(name))
                .flatMap(hint -> StreamSupport.stream(hint.get("values").spliterator(), false))
                .map(value -> value.get("value").stringValue())
                .collect(Collectors.joining(","));
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values)
                .map(value -> value.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(","));
    }
}
