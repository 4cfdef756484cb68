package io.asyncsqlite.spring.boot;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.Ordered;
import org.springframework.util.unit.DataSize;

/** Names a property of this starter whose value is not of its type, the value and the allowed ones. */
final class PropertyBindFailureAnalyzer extends AbstractFailureAnalyzer<BindException> implements Ordered {

    /** Ahead of Spring Boot's, which is for every property. */
    @Override
    public int getOrder() {
        return HIGHEST_PRECEDENCE;
    }

    @Override
    protected @Nullable FailureAnalysis analyze(Throwable rootFailure, BindException cause) {
        ConfigurationProperty property = cause.getProperty();
        if (property == null || !cause.getName().toString().startsWith("asyncsqlite.")) {
            return null;
        }
        String rule =
                rule(Objects.requireNonNullElse(cause.getTarget().getType().resolve(), Object.class));
        String description = "Property %s has the value '%s'%s, which breaks a rule: it must be %s."
                .formatted(cause.getName(), property.getValue(), PropertyOrigins.from(property.getOrigin()), rule);
        return new FailureAnalysis(
                description, "Set %s to %s, or remove it to use the default.".formatted(cause.getName(), rule), cause);
    }

    private static String rule(Class<?> type) {
        if (type == Duration.class) {
            return "a duration such as 500ms, 5s or 1m";
        }
        if (type == DataSize.class) {
            return "a size such as 512KB or 64MB";
        }
        if (type.isEnum()) {
            return Arrays.stream(type.getEnumConstants())
                    .map(value -> value.toString().toLowerCase(Locale.ROOT))
                    .collect(Collectors.joining(", ", "one of ", ""));
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        return type == Integer.class ? "a whole number" : "a " + type.getSimpleName();
    }
}
