package io.asyncsqlite.internal.codec;

import io.asyncsqlite.codec.Codec;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of numbers that are not simply an INTEGER or a REAL. What they store compares as a number, and keeps every digit or is refused.
 */
final class NumberCodecs {

    /** Each decimal of at most so many digits survives the conversion to {@code double} and back: DBL_DIG of C. */
    private static final int DECIMAL_DIGITS = 15;

    private static final int MAX_DIGITS = 17;
    private static final int LONG_DIGITS = 19;

    // Exponents of a few digits only: a number of a billion digits is a text of twelve characters.
    private static final Pattern DECIMAL =
            Pattern.compile("[+-]?(?:[0-9]+(?:\\.[0-9]*)?|\\.[0-9]+)(?:[eE][+-]?[0-9]{1,4})?");

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]+");

    private NumberCodecs() {}

    /** Returns the codec for exactly this type, if it is one of these. */
    static @Nullable Codec<?> of(Class<?> type) {
        return switch (type.getName()) {
            case "java.math.BigDecimal" ->
                new FunctionCodec<>(BigDecimal.class, NumberCodecs::encodeDecimal, NumberCodecs::decodeDecimal);
            case "java.math.BigInteger" ->
                new FunctionCodec<>(BigInteger.class, NumberCodecs::encodeInteger, NumberCodecs::decodeInteger);
            case "java.lang.Float" ->
                new FunctionCodec<>(Float.class, value -> number(value.doubleValue()), NumberCodecs::decodeFloat);
            case "java.lang.Double" -> new FunctionCodec<>(Double.class, NumberCodecs::number, StoredValues::real);
            default -> null;
        };
    }

    private static Object encodeDecimal(BigDecimal value) {
        BigDecimal shortest = value.stripTrailingZeros();
        if (isLong(shortest)) {
            return shortest.longValueExact();
        }
        if (shortest.precision() <= DECIMAL_DIGITS) {
            double real = shortest.doubleValue();
            if (Double.isFinite(real) && decimal(real).compareTo(shortest) == 0) {
                return real;
            }
        }
        throw new IllegalArgumentException(
                "a BigDecimal is stored as a number that keeps every digit: an integer of 64 bits, or a decimal of at"
                        + " most "
                        + DECIMAL_DIGITS
                        + " significant digits that a double holds; store this one as an integer of a smaller unit in"
                        + " an INTEGER column, or bind value.toPlainString() to a TEXT column, which compares texts");
    }

    private static boolean isLong(BigDecimal value) {
        return value.scale() <= 0
                && value.precision() - (long) value.scale() <= LONG_DIGITS
                && value.toBigInteger().bitLength() < Long.SIZE;
    }

    private static BigDecimal decodeDecimal(Object stored) {
        if (stored instanceof Long value) {
            return BigDecimal.valueOf(value);
        }
        if (stored instanceof Double value) {
            if (value.isInfinite()) {
                throw new IllegalArgumentException("the REAL is infinite");
            }
            return decimal(value);
        }
        if (stored instanceof String text) {
            return decodeText(text);
        }
        throw new IllegalArgumentException("needs INTEGER, REAL or TEXT, is " + StoredValues.storageClass(stored));
    }

    private static BigDecimal decodeText(String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw new IllegalArgumentException("the TEXT is no BigDecimal: it must be a decimal number");
        }
        BigDecimal value = new BigDecimal(text);
        if (text.indexOf('.') >= 0 && mayComeFromReal(value)) {
            throw new IllegalArgumentException(
                    "the TEXT may be what SQLite made of a REAL, with digits that were not stored: declare the column"
                            + " NUMERIC instead of TEXT, or read it as String");
        }
        return value;
    }

    /**
     * Tells whether a decimal may come from a REAL in a TEXT column: SQLite turns the REAL 6835.2650345926 into the text
     * 6835.2650345926004.
     */
    private static boolean mayComeFromReal(BigDecimal value) {
        double real = value.doubleValue();
        return value.precision() > DECIMAL_DIGITS
                && value.precision() <= MAX_DIGITS
                && Double.isFinite(real)
                && decimal(real).precision() <= DECIMAL_DIGITS;
    }

    /**
     * Returns the decimal that a REAL stands for: the one of at most 15 digits if there is one, else the nearest of as few digits as tell it from
     * other doubles. Not what {@link Double#toString} gives, which has too many digits before Java 19. Integers have no exponent, as those of an INTEGER.
     */
    static BigDecimal decimal(double real) {
        BigDecimal decimal = digits(real).stripTrailingZeros();
        return decimal.scale() < 0 ? decimal.setScale(0) : decimal;
    }

    private static BigDecimal digits(double real) {
        BigDecimal written = BigDecimal.valueOf(real);
        if (written.precision() <= DECIMAL_DIGITS && Math.abs(real) >= Double.MIN_NORMAL) {
            return written;
        }
        BigDecimal exact = new BigDecimal(real);
        for (int digits = DECIMAL_DIGITS; digits < MAX_DIGITS; digits++) {
            BigDecimal rounded = rounded(exact, digits);
            if (rounded.doubleValue() == real) {
                return rounded;
            }
        }
        return rounded(exact, MAX_DIGITS);
    }

    private static BigDecimal rounded(BigDecimal exact, int digits) {
        return exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    }

    private static Object encodeInteger(BigInteger value) {
        if (value.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("a BigInteger is stored as an INTEGER, which has 64 bits:"
                    + " bind value.toString() to a TEXT column, which compares texts");
        }
        return value.longValue();
    }

    private static BigInteger decodeInteger(Object stored) {
        if (stored instanceof String text) {
            if (!INTEGER.matcher(text).matches()) {
                throw new IllegalArgumentException("the TEXT is no BigInteger: it must be a decimal integer");
            }
            return new BigInteger(text);
        }
        return BigInteger.valueOf(StoredValues.integer(stored));
    }

    /** Reads a REAL. If its value is no float, the nearest float must have the same decimal digits, as 0.1f has those of 0.1. */
    private static Float decodeFloat(Object stored) {
        double real = StoredValues.real(stored);
        float nearest = (float) real;
        if (nearest != real && (Float.isInfinite(nearest) || !hasDigitsOf(real, nearest))) {
            throw new ArithmeticException("a float has fewer digits than the REAL: read it as Double");
        }
        return nearest;
    }

    private static boolean hasDigitsOf(double real, float nearest) {
        BigDecimal decimal = decimal(real).stripTrailingZeros();
        BigDecimal distance = new BigDecimal(nearest).subtract(decimal).abs();
        return distance.add(distance).compareTo(decimal.ulp()) <= 0;
    }

    private static Double number(Double value) {
        if (value.isNaN()) {
            throw new IllegalArgumentException("NaN cannot be stored: SQLite would make it NULL");
        }
        return value;
    }
}
