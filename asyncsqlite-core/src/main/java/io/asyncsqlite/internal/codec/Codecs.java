package io.asyncsqlite.internal.codec;

import io.asyncsqlite.codec.Codec;
import java.lang.invoke.MethodType;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The codecs of one database. Thread-safe. Internal: not part of the API. */
public final class Codecs {

    /** The codecs of the user, by their types. */
    private final Map<Class<?>, Codec<?>> declared = new LinkedHashMap<>();

    private final Map<Class<?>, Codec<?>> resolved = new ConcurrentHashMap<>();

    /** Whether no codec of the user replaces one of the most common types, whose values need no search for their codec. */
    private final boolean commonAreStandard;

    /**
     * Creates the standard codecs and those of the user.
     *
     * @param others the codecs of the user; they take precedence, a later one over an earlier one
     */
    public Codecs(List<Codec<?>> others) {
        for (Codec<?> codec : others) {
            declared.put(codec.type(), codec);
        }
        commonAreStandard = StandardCodecs.COMMON.stream().noneMatch(declared::containsKey);
    }

    /**
     * Converts a value for binding.
     *
     * @param value the value or null
     * @return a {@code Long}, {@code Double}, {@code String} or {@code byte[]}, or null
     * @throws IllegalArgumentException if there is no codec for its type or the value does not fit; names the type, not the value
     */
    public @Nullable Object encode(@Nullable Object value) {
        Object common = commonAreStandard ? StandardCodecs.encodeCommon(value) : null;
        if (common != null) {
            return common;
        }
        Object present = unwrap(value);
        if (present == null) {
            return null;
        }
        try {
            Codec<?> codec = codec(present.getClass());
            Object encoded = stored(encodeWith(codec, present));
            return codec instanceof FunctionCodec ? encoded : own(encoded);
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException(
                    "value of " + present.getClass().getName() + " does not fit: " + e.getMessage(), e);
        }
    }

    /**
     * Tells whether values of a type can be bound and read.
     *
     * @param type a class
     * @return whether there is a codec for it
     */
    public boolean supports(Class<?> type) {
        return find(type) != null;
    }

    /**
     * Converts a stored value. Bytes are copied once, so the returned array, and one that a codec of the user keeps, may be
     * changed.
     *
     * @param stored a {@code Long}, {@code Double}, {@code String} or {@code byte[]}
     * @param type the wanted type; {@code Object} gives the value as it is stored
     * @return the value
     * @param <T> the wanted type
     * @throws IllegalArgumentException if there is no codec for the type or the value does not fit; never quotes the value
     */
    @SuppressWarnings(
            "unchecked") // A codec is registered under its own type; a primitive class stands for its wrapper.
    public <T> T decode(Object stored, Class<T> type) {
        Object own = own(stored);
        if (type == Object.class) {
            return (T) own;
        }
        try {
            return (T) codec(boxed(type)).decode(own);
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static @Nullable Object unwrap(@Nullable Object value) {
        if (value instanceof Optional<?> optional) {
            return optional.orElse(null);
        }
        if (value instanceof OptionalInt optional) {
            return optional.isPresent() ? optional.getAsInt() : null;
        }
        if (value instanceof OptionalLong optional) {
            return optional.isPresent() ? optional.getAsLong() : null;
        }
        if (value instanceof OptionalDouble optional) {
            return optional.isPresent() ? optional.getAsDouble() : null;
        }
        return value;
    }

    private Codec<?> codec(Class<?> type) {
        Codec<?> codec = find(type);
        if (codec == null) {
            throw new IllegalArgumentException(
                    "no codec for " + type.getName() + ": register one in SqliteOptions.Builder.codec");
        }
        return codec;
    }

    private @Nullable Codec<?> find(Class<?> type) {
        Class<?> boxed = boxed(type);
        Codec<?> codec = resolved.get(boxed);
        if (codec == null) {
            codec = resolve(boxed);
            if (codec != null) {
                resolved.put(boxed, codec);
            }
        }
        return codec;
    }

    private @Nullable Codec<?> resolve(Class<?> type) {
        Codec<?> exact = exact(type);
        if (exact != null) {
            return exact;
        }
        for (Class<?> standard : StandardCodecs.SUPERTYPES) {
            if (standard.isAssignableFrom(type)) {
                return exact(standard);
            }
        }
        for (Codec<?> codec : declared.values()) {
            if (codec.type().isAssignableFrom(type)) {
                return codec;
            }
        }
        Class<?> declaring = type.isEnum() ? type : type.getSuperclass();
        return declaring != null && declaring.isEnum() ? enumCodec(declaring) : ValueClasses.codec(type, this);
    }

    private @Nullable Codec<?> exact(Class<?> type) {
        Codec<?> own = declared.get(type);
        return own == null ? StandardCodecs.of(type) : own;
    }

    @SuppressWarnings("unchecked") // The codec was found by the value's own class.
    private static Object encodeWith(Codec<?> codec, Object value) {
        return ((Codec<Object>) codec).encode(value);
    }

    private static Object stored(Object encoded) {
        if (encoded instanceof Long
                || encoded instanceof Double
                || encoded instanceof String
                || encoded instanceof byte[]) {
            return encoded;
        }
        throw new IllegalArgumentException("a codec must encode to Long, Double, String or byte[]");
    }

    private static Object own(Object stored) {
        return stored instanceof byte[] bytes ? bytes.clone() : stored;
    }

    private static Class<?> boxed(Class<?> type) {
        return type.isPrimitive() ? MethodType.methodType(type).wrap().returnType() : type;
    }

    /** A codec that stores a constant of an enum by its name. */
    private static Codec<Object> enumCodec(Class<?> declaring) {
        return new FunctionCodec<>(Object.class, constant -> ((Enum<?>) constant).name(), stored -> {
            String name = StoredValues.text(stored);
            for (Object constant : declaring.getEnumConstants()) {
                if (((Enum<?>) constant).name().equals(name)) {
                    return constant;
                }
            }
            throw new IllegalArgumentException("the TEXT is no constant of " + declaring.getSimpleName());
        });
    }
}
