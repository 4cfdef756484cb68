package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.internal.codec.Codecs;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.MonthDay;
import java.time.OffsetDateTime;
import java.time.OffsetTime;
import java.time.Period;
import java.time.Year;
import java.time.YearMonth;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.convert.TypeDescriptor;
import org.springframework.core.convert.converter.GenericConverter;
import org.springframework.data.convert.ReadingConverter;

/**
 * Reads properties from what SQLite stores, by the codecs that also bind them. A value that the row has decoded by its column's declared type is read as if
 * it were bound: Spring's own converters would make an {@code Instant} of a {@code LocalDateTime} in the zone of the JVM.
 */
@ReadingConverter
final class StoredValueConverter implements GenericConverter {

    static final StoredValueConverter INSTANCE = new StoredValueConverter();

    /** Types that Spring's own converters would read from texts and numbers in another way, or not at all. */
    private static final List<Class<?>> TYPES = List.of(
            BigInteger.class,
            BigDecimal.class,
            UUID.class,
            Instant.class,
            LocalDate.class,
            LocalTime.class,
            LocalDateTime.class,
            OffsetTime.class,
            OffsetDateTime.class,
            ZonedDateTime.class,
            Duration.class,
            Period.class,
            Year.class,
            YearMonth.class,
            MonthDay.class,
            ZoneId.class);

    /** Types that are read from numbers only. */
    private static final List<Class<?>> NUMBERS = List.of(Boolean.class, Float.class);

    /** Types of values that a row decodes from texts. */
    private static final List<Class<?>> DECODED_TEXTS = List.of(
            UUID.class, LocalDate.class, LocalTime.class, OffsetTime.class, LocalDateTime.class, OffsetDateTime.class);

    private static final List<Class<?>> INTEGERS =
            List.of(Byte.class, Short.class, Integer.class, Long.class, BigInteger.class);

    private final Codecs codecs = new Codecs(List.of());

    private StoredValueConverter() {}

    @Override
    public Set<ConvertiblePair> getConvertibleTypes() {
        Stream<Class<?>> ofNumbers = Stream.concat(NUMBERS.stream(), TYPES.stream());
        return Stream.of(
                        pairs(Number.class, ofNumbers),
                        pairs(String.class, TYPES.stream()),
                        pairs(Boolean.class, INTEGERS.stream()),
                        DECODED_TEXTS.stream()
                                .flatMap(decoded -> pairs(
                                        decoded,
                                        Stream.concat(Stream.of(String.class), TYPES.stream())
                                                .filter(type -> type != decoded))))
                .flatMap(pairs -> pairs)
                .collect(Collectors.toUnmodifiableSet());
    }

    private static Stream<ConvertiblePair> pairs(Class<?> source, Stream<? extends Class<?>> targets) {
        return targets.map(target -> new ConvertiblePair(source, target));
    }

    @Override
    public @Nullable Object convert(@Nullable Object source, TypeDescriptor sourceType, TypeDescriptor targetType) {
        Class<?> type = targetType.getObjectType();
        // A decimal that the row has converted already is a Number too.
        return source == null || type.isInstance(source) ? source : codecs.decode(stored(source), type);
    }

    /** Returns what is stored: an INTEGER that fits comes as {@link Integer}, and others as the column declares. */
    private Object stored(Object source) {
        return Objects.requireNonNull(codecs.encode(source));
    }
}
