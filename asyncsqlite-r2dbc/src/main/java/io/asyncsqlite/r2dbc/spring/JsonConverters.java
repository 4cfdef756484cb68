package io.asyncsqlite.r2dbc.spring;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.data.convert.ReadingConverter;
import org.springframework.data.convert.WritingConverter;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;
import tools.jackson.databind.json.JsonMapper;

/**
 * Stores properties of Spring Data as JSON texts, with Jackson 3. {@link SqliteDialect} does so by itself with {@link JsonNode}, maps, and lists, sets and
 * arrays of simple values where Jackson is on the class path. For types of the program:
 *
 * <pre>&#64;Bean
 * R2dbcCustomConversions conversions() {
 *     return R2dbcCustomConversions.of(
 *             SqliteDialect.INSTANCE, JsonConverters.of(JsonMapper.shared(), Address.class));
 * }</pre>
 *
 * <p>Declare the columns {@code TEXT} or {@code JSON TEXT}: in a column that is declared {@code JSON} SQLite makes numbers of texts that look like one.
 */
@SuppressWarnings("exports")
public final class JsonConverters {

    private JsonConverters() {}

    /**
     * Returns converters for types that are written as JSON, with their subtypes, and read from it. They come before those of the dialect. A list of such
     * values is a JSON array of their JSON texts.
     *
     * @param mapper reads and writes
     * @param types of properties, at least one; not collections, because Spring Data would also convert lists of conditions
     * @return the converters
     * @throws IllegalArgumentException if there is no type
     */
    public static List<Object> of(ObjectMapper mapper, Class<?>... types) {
        Objects.requireNonNull(mapper, "mapper");
        if (types.length == 0) {
            throw new IllegalArgumentException("types must have at least one element");
        }
        List<Object> converters = new ArrayList<>();
        for (Class<?> type : types) {
            converters.add(new Reading(mapper, type));
            converters.add(new Writing(mapper, type));
        }
        converters.add(new JsonListConverter(mapper));
        return List.copyOf(converters);
    }

    /** Returns the converters of the dialect. */
    static List<Object> standard() {
        return of(JsonMapper.shared(), JsonNode.class, Map.class);
    }

    /** Reads a text with the property's type, including its type arguments. */
    @ReadingConverter
    private record Reading(ObjectMapper mapper, Class<?> type) implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(String.class, type));
        }

        @Override
        public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
            if (source == null) {
                return null;
            }
            try {
                return mapper.readValue(
                        (String) source,
                        mapper.constructType(targetType.getResolvableType().getType()));
            } catch (JacksonException e) {
                // Without Jackson's message, which quotes the value.
                throw new IllegalArgumentException(
                        "the TEXT is no JSON of " + targetType.getType().getName());
            }
        }
    }

    @WritingConverter
    private record Writing(ObjectMapper mapper, Class<?> type) implements GenericConverter {

        @Override
        public Set<ConvertiblePair> getConvertibleTypes() {
            return Set.of(new ConvertiblePair(type, String.class));
        }

        @Override
        public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
            return source == null ? null : mapper.writeValueAsString(source);
        }
    }
}
