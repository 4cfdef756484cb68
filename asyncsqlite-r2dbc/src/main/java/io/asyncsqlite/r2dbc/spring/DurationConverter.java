package io.asyncsqlite.r2dbc.spring;

import io.asyncsqlite.internal.codec.Codecs;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.springframework.core.convert.converter.Converter;
import org.springframework.data.convert.WritingConverter;

/** Writes a duration as the driver binds it, as a number that compares. Spring's own converter would write a text. */
@WritingConverter
final class DurationConverter implements Converter<Duration, Long> {

    static final DurationConverter INSTANCE = new DurationConverter();

    private final Codecs codecs = new Codecs(List.of());

    private DurationConverter() {}

    @Override
    public Long convert(Duration source) {
        return (Long) Objects.requireNonNull(codecs.encode(source));
    }
}
