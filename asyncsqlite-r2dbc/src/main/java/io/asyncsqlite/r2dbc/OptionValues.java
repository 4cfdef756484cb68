package io.asyncsqlite.r2dbc;

import io.r2dbc.spi.ConnectionFactoryOptions;
import io.r2dbc.spi.Option;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the values of options, given as objects or as texts of a URL. */
final class OptionValues {

    private static final String DURATION = "an ISO-8601 duration such as PT5S";
    private static final String INTEGER = "an integer";
    private static final String PAIRS = "a Map or NAME:VALUE with commas between them";

    private final ConnectionFactoryOptions options;

    OptionValues(ConnectionFactoryOptions options) {
        this.options = options;
    }

    /** Passes a present value to the consumer. If the parser returns {@code null}, the text is no such value. */
    <T> void ifPresent(
            Option<T> option,
            Class<T> type,
            String rule,
            Function<String, @Nullable T> parser,
            Consumer<? super T> action) {
        T value = get(option, type, rule, parser);
        if (value != null) {
            accept(option, () -> action.accept(value));
        }
    }

    /** Has an action use the value of an option, and names the option if the value is out of its range. */
    private static void accept(Option<?> option, Runnable action) {
        try {
            action.run();
        } catch (IllegalArgumentException e) {
            throw new InvalidOptionException(option.name(), String.valueOf(e.getMessage()), e);
        }
    }

    void duration(Option<Duration> option, Consumer<Duration> action) {
        ifPresent(option, Duration.class, DURATION, OptionValues::parseDuration, action);
    }

    @Nullable
    Duration duration(Option<Duration> option) {
        return get(option, Duration.class, DURATION, OptionValues::parseDuration);
    }

    void bool(Option<Boolean> option, Consumer<Boolean> action) {
        ifPresent(option, Boolean.class, "true or false", OptionValues::parseBoolean, action);
    }

    void integer(Option<Integer> option, Consumer<Integer> action) {
        ifPresent(option, Integer.class, INTEGER, text -> parseNumber(text, Integer::valueOf), action);
    }

    @Nullable
    Integer integer(Option<Integer> option) {
        return get(option, Integer.class, INTEGER, text -> parseNumber(text, Integer::valueOf));
    }

    void longInteger(Option<Long> option, Consumer<Long> action) {
        ifPresent(option, Long.class, INTEGER, text -> parseNumber(text, Long::valueOf), action);
    }

    <E extends Enum<E>> void constant(Option<E> option, Class<E> type, Consumer<E> action) {
        E[] constants = type.getEnumConstants();
        ifPresent(option, type, "one of " + Arrays.toString(constants), text -> parseConstant(text, constants), action);
    }

    <T> void object(Option<T> option, Class<T> type, Consumer<T> action) {
        ifPresent(option, type, "a " + type.getName(), text -> null, action);
    }

    <T> @Nullable T object(Option<T> option, Class<T> type) {
        return get(option, type, "a " + type.getName(), text -> null);
    }

    <T> void objects(Option<Collection<T>> option, Class<?> type, Consumer<T> action) {
        Object value = options.getValue(option);
        if (value == null) {
            return;
        }
        if (!(value instanceof Collection<?> elements && elements.stream().allMatch(type::isInstance))) {
            throw refused(option, "a Collection of " + type.getName(), value);
        }
        @SuppressWarnings("unchecked") // Each element was looked at.
        Collection<T> checked = (Collection<T>) elements;
        accept(option, () -> checked.forEach(action));
    }

    /** Takes objects, or a text of names with commas between them. */
    <T> void elements(
            Option<Collection<T>> option, Class<T> type, Function<String, ? extends T> byName, Consumer<T> action) {
        if (options.getValue(option) instanceof CharSequence text) {
            for (String name : text.toString().split(",", -1)) {
                action.accept(byName.apply(name.strip()));
            }
        } else {
            objects(option, type, action);
        }
    }

    /** Takes a map, or a text of names and values. */
    void pairs(Option<Map<String, String>> option, BiConsumer<String, String> action) {
        Object value = options.getValue(option);
        if (value instanceof Map<?, ?> map) {
            accept(
                    option,
                    () -> map.forEach((name, setting) -> action.accept(String.valueOf(name), String.valueOf(setting))));
        } else if (value instanceof CharSequence text) {
            for (String pair : text.toString().split(",", -1)) {
                int colon = pair.indexOf(':');
                if (colon < 1) {
                    throw refused(option, PAIRS, value);
                }
                String name = pair.substring(0, colon).strip();
                String setting = pair.substring(colon + 1).strip();
                accept(option, () -> action.accept(name, setting));
            }
        } else if (value != null) {
            throw refused(option, PAIRS, value);
        }
    }

    @Nullable
    String text(Option<String> option) {
        return get(option, String.class, "a text", text -> text);
    }

    /** Refuses an option that SQLite does not have, unless its value has no effect. */
    void refuse(Option<?> option, Object nothing, String why) {
        Object value = options.getValue(option);
        if (value != null && !value.toString().equals(nothing.toString())) {
            throw notSupported(option, why);
        }
    }

    /** Refuses options that this kind of database does not have, whatever their values. */
    void refuseAll(List<Option<?>> others, String why) {
        for (Option<?> other : others) {
            if (options.getValue(other) != null) {
                throw notSupported(other, why);
            }
        }
    }

    private static InvalidOptionException notSupported(Option<?> option, String why) {
        return new InvalidOptionException(option.name(), option.name() + " is not supported: " + why, null);
    }

    /** Refuses options that have no effect beside another one. */
    void refuseBeside(Option<?> given, List<Option<?>> others) {
        for (Option<?> other : others) {
            if (options.getValue(other) != null) {
                throw new InvalidOptionException(
                        other.name(),
                        other.name() + " has no effect on " + given.name()
                                + ", which is open already: set it where that is opened",
                        null);
            }
        }
    }

    private <T> @Nullable T get(Option<T> option, Class<T> type, String rule, Function<String, @Nullable T> parser) {
        Object value = options.getValue(option);
        if (value == null || type.isInstance(value)) {
            return type.cast(value);
        }
        T parsed = value instanceof CharSequence text ? parser.apply(text.toString()) : null;
        if (parsed == null) {
            throw refused(option, rule, value);
        }
        return parsed;
    }

    private static InvalidOptionException refused(Option<?> option, String rule, Object value) {
        return new InvalidOptionException(option.name(), option.name() + " must be " + rule + ", was " + value, null);
    }

    private static @Nullable Duration parseDuration(String text) {
        try {
            return Duration.parse(text);
        } catch (DateTimeParseException e) {
            return null;
        }
    }

    private static @Nullable Boolean parseBoolean(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        return lower.equals("true") ? Boolean.TRUE : lower.equals("false") ? Boolean.FALSE : null;
    }

    private static <N> @Nullable N parseNumber(String text, Function<String, N> parser) {
        try {
            return parser.apply(text);
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private static <E extends Enum<E>> @Nullable E parseConstant(String text, E[] constants) {
        for (E constant : constants) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
        }
        return null;
    }
}
