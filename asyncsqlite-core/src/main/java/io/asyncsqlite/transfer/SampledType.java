package io.asyncsqlite.transfer;

import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Chooses the type of a column from some of its texts, so that none of them changes. */
final class SampledType {

    /** No zeros in front, as a postcode may have, and at most 18 digits, which 64 bits hold. */
    private static final Pattern INTEGER = Pattern.compile("0|-?[1-9]\\d{0,17}");

    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d{1,2})?");

    /** A REAL keeps so many digits. */
    private static final int DIGITS = 15;

    private SampledType() {}

    static String of(Stream<@Nullable String> texts) {
        boolean integers = true;
        boolean any = false;
        for (String text : texts.filter(Objects::nonNull).toList()) {
            boolean integer = INTEGER.matcher(text).matches();
            if (!integer && !isReal(text)) {
                return "TEXT";
            }
            integers &= integer;
            any = true;
        }
        return !any ? "TEXT" : integers ? "INTEGER" : "REAL";
    }

    private static boolean isReal(String text) {
        return NUMBER.matcher(text).matches()
                && text.chars().filter(letter -> letter >= '0' && letter <= '9').count() <= DIGITS;
    }
}
