package io.asyncsqlite.internal.codec;

import static io.asyncsqlite.internal.codec.FunctionCodec.text;

import io.asyncsqlite.codec.Codec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.time.ZoneId;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The codecs that every database has. */
final class StandardCodecs {

    /** The types that have subclasses. */
    static final List<Class<?>> SUPERTYPES =
            List.of(BigInteger.class, BigDecimal.class, ByteBuffer.class, ZoneId.class);

    /** The types of most values. */
    static final Set<Class<?>> COMMON = Set.of(String.class, Long.class, Integer.class);

    private StandardCodecs() {}

    /** Converts a value of a common type for binding, as its codec does. Returns null for one of another type. */
    static @Nullable Object encodeCommon(@Nullable Object value) {
        if (value instanceof String text) {
            return wellFormed(text);
        }
        if (value instanceof Integer number) {
            return number.longValue();
        }
        return value instanceof Long ? value : null;
    }

    /** Returns the codec for exactly this type. Made on demand: a program would pay at its start for functions that it may never use. */
    static @Nullable Codec<?> of(Class<?> type) {
        return switch (type.getName()) {
            case "java.lang.Boolean" ->
                new FunctionCodec<>(Boolean.class, value -> value ? 1L : 0L, StandardCodecs::decodeBoolean);
            case "java.lang.Byte" ->
                new FunctionCodec<>(
                        Byte.class, Byte::longValue, stored -> (byte) ranged(stored, Byte.MIN_VALUE, Byte.MAX_VALUE));
            case "java.lang.Short" ->
                new FunctionCodec<>(Short.class, Short::longValue, stored ->
                        (short) ranged(stored, Short.MIN_VALUE, Short.MAX_VALUE));
            case "java.lang.Integer" ->
                new FunctionCodec<>(
                        Integer.class, Integer::longValue, stored -> Math.toIntExact(StoredValues.integer(stored)));
            case "java.lang.Long" -> new FunctionCodec<>(Long.class, value -> value, StoredValues::integer);
            case "java.math.BigInteger", "java.lang.Float", "java.lang.Double", "java.math.BigDecimal" ->
                NumberCodecs.of(type);
            case "java.lang.String" ->
                new FunctionCodec<>(String.class, StandardCodecs::wellFormed, StoredValues::text);
            case "java.lang.Character" ->
                text(
                        Character.class,
                        value -> wellFormed(value.toString()),
                        StandardCodecs::decodeCharacter,
                        "one character");
            case "[B" -> new FunctionCodec<>(byte[].class, byte[]::clone, StoredValues::blob);
            case "java.nio.ByteBuffer" ->
                new FunctionCodec<>(
                        ByteBuffer.class, StandardCodecs::bytes, stored -> ByteBuffer.wrap(StoredValues.blob(stored)));
            case "java.util.UUID" ->
                text(UUID.class, UUID::toString, UUID::fromString, "as 123e4567-e89b-12d3-a456-426614174000");
            default -> TimeCodecs.of(type);
        };
    }

    private static Boolean decodeBoolean(Object stored) {
        return ranged(stored, 0, 1) == 1;
    }

    private static long ranged(Object stored, long min, long max) {
        long value = StoredValues.integer(stored);
        if (value < min || value > max) {
            throw new ArithmeticException("the INTEGER is outside " + min + " to " + max);
        }
        return value;
    }

    private static Character decodeCharacter(String text) {
        if (text.length() != 1) {
            throw new IllegalArgumentException("not one character");
        }
        return text.charAt(0);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }

    /** Refuses a lone surrogate: it has no UTF-8 form, and encoders replace it by a question mark. */
    private static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    throw new IllegalArgumentException("the text has a lone surrogate at index " + i);
                }
                i++;
            }
        }
        return text;
    }
}
