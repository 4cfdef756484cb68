package io.asyncsqlite.internal.codec;

import io.asyncsqlite.codec.Codec;
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

    /** A codec for a type that is stored as TEXT; {@code form} says in errors what the text must be. */
    static <T> FunctionCodec<T> text(
            Class<T> type, Function<T, String> format, Function<String, T> parse, String form) {
        return new FunctionCodec<>(type, format::apply, stored -> parse(type, StoredValues.text(stored), parse, form));
    }

    static <T> T parse(Class<?> type, String text, Function<String, T> parse, String form) {
        try {
            return parse.apply(text);
        } catch (RuntimeException e) {
            // Intentionally without the cause: parsers quote the text, which is a value of the user.
            throw new IllegalArgumentException("the TEXT is no " + type.getSimpleName() + ": it must be " + form);
        }
    }
}
