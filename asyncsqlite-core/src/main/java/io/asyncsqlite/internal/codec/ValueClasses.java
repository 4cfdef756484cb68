package io.asyncsqlite.internal.codec;

import io.asyncsqlite.codec.Codec;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Codecs for value classes of Kotlin: an object is stored as the one value that it holds. They are made by the methods that Kotlin declares in
 * such a class, without a library of Kotlin.
 *
 * @see <a href="https://kotlinlang.org/docs/inline-classes.html">Inline value classes</a>
 */
final class ValueClasses {

    private ValueClasses() {}

    /** Returns the codec of a class, or null if it is no value class, or holds what has no codec. */
    static @Nullable Codec<?> codec(Class<?> type, Codecs codecs) {
        // What Kotlin's own ones hold is not their value: a Duration has half nanoseconds, or milliseconds.
        if (!Modifier.isFinal(type.getModifiers()) || type.getName().startsWith("kotlin.") || !isMarked(type)) {
            return null;
        }
        try {
            Method unbox = accessible(type.getDeclaredMethod("unbox-impl"));
            Class<?> held = unbox.getReturnType();
            Method check = accessible(type.getDeclaredMethod("constructor-impl", held));
            Method box = accessible(type.getDeclaredMethod("box-impl", held));
            return codecs.supports(held)
                    ? new FunctionCodec<>(
                            Object.class,
                            value -> encode(type, codecs, call(unbox, value)),
                            stored -> call(box, null, call(check, null, codecs.decode(stored, held))))
                    : null;
        } catch (NoSuchMethodException e) {
            return null;
        }
    }

    private static boolean isMarked(Class<?> type) {
        return Stream.of(type.getDeclaredAnnotations())
                .anyMatch(annotation -> annotation.annotationType().getName().equals("kotlin.jvm.JvmInline"));
    }

    private static Method accessible(Method method) {
        // If that fails, so does the call, with a message.
        method.trySetAccessible();
        return method;
    }

    private static Object encode(Class<?> type, Codecs codecs, @Nullable Object held) {
        Object encoded = codecs.encode(held);
        if (encoded == null) {
            throw new IllegalArgumentException("a " + type.getSimpleName() + " that holds null cannot be bound");
        }
        return encoded;
    }

    @SuppressWarnings("NullAway") // Static methods need no receiver; what is null is a value that a class may hold.
    private static Object call(Method method, @Nullable Object receiver, @Nullable Object... arguments) {
        try {
            return method.invoke(receiver, arguments);
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(
                    method.getDeclaringClass().getSimpleName() + " refuses the value", e.getCause());
        } catch (IllegalAccessException e) {
            throw new IllegalArgumentException(
                    method.getDeclaringClass().getName() + " is not accessible: open its package", e);
        }
    }
}
