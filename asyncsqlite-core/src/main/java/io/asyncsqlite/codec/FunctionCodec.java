package io.asyncsqlite.codec;

import java.util.function.Function;

/** A codec from two functions. */
record FunctionCodec<T>(Class<T> type, Function<T, Object> encoder, Function<Object, T> decoder) implements Codec<T> {

    @Override
    public Object encode(T value) {
        return encoder.apply(value);
    }

    @Override
    public T decode(Object stored) {
        return decoder.apply(stored);
    }

    /** A codec for a type that is stored as TEXT. */
    static <T> FunctionCodec<T> text(Class<T> type, Function<T, String> format, Function<String, T> parse) {
        return new FunctionCodec<>(type, format::apply, stored -> parse(type, Storage.text(stored), parse));
    }

    static <T> T parse(Class<T> type, String text, Function<String, T> parse) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            // Intentionally without the cause: parsers quote the text, which is a value of the user's.
            throw new IllegalArgumentException("the TEXT is no " + type.getSimpleName());
        }
    }
}
