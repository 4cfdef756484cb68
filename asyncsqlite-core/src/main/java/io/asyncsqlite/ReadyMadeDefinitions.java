package io.asyncsqlite;

import io.asyncsqlite.SqlFunction.Arguments;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The functions and the collation that the library defines. */
final class ReadyMadeDefinitions {

    static final SqlFunction REGEXP =
            SqlFunction.scalar("regexp", 2, new Regexp()).deterministic().innocuous();
    static final SqlFunction CASEFOLD = SqlFunction.scalar("casefold", 1, ReadyMadeDefinitions::casefold)
            .deterministic()
            .innocuous();
    static final SqlFunction GEN_RANDOM_UUID = SqlFunction.scalar("gen_random_uuid", 0, arguments -> UUID.randomUUID())
            .innocuous();
    static final SqlCollation UNICODE_NOCASE =
            new SqlCollation("UNICODE_NOCASE", Comparator.comparing(ReadyMadeDefinitions::casefold));

    private static final int MAX_PATTERNS = 64;
    private static final int CHARACTERS_BETWEEN_QUESTIONS = 1 << 14;

    private ReadyMadeDefinitions() {}

    /** Makes texts that differ only in the case of letters equal. */
    static String casefold(String text) {
        // Upper case first, which the sharp s and the Greek sigma at the end of a word have in this direction only.
        String upper = text.toUpperCase(Locale.ROOT);
        StringBuilder folded = new StringBuilder(upper.length());
        upper.codePoints().map(Character::toLowerCase).forEach(folded::appendCodePoint);
        return folded.toString();
    }

    static @Nullable String casefold(Arguments arguments) {
        String text = text(arguments, 0);
        return text == null ? null : casefold(text);
    }

    /** Reads numbers as texts, as SQLite's functions of texts do. */
    private static @Nullable String text(Arguments arguments, int index) {
        Object value = arguments.get(index);
        return value instanceof byte[] ? arguments.get(index, String.class) : value == null ? null : value.toString();
    }

    /** Finds patterns of {@link Pattern}, the latest of which it keeps compiled. */
    static final class Regexp implements SqlFunction.Scalar {

        private final Map<String, Pattern> compiled = new ConcurrentHashMap<>();

        @Override
        public @Nullable Object call(Arguments arguments) {
            String pattern = text(arguments, 0);
            String text = text(arguments, 1);
            return (pattern == null || text == null)
                    ? null
                    : compiled(pattern).matcher(new Searched(text, arguments)).find();
        }

        private Pattern compiled(String pattern) {
            Pattern known = compiled.get(pattern);
            if (known != null) {
                return known;
            }
            if (compiled.size() >= MAX_PATTERNS) {
                compiled.clear();
            }
            Pattern made = Pattern.compile(pattern);
            compiled.put(pattern, made);
            return made;
        }
    }

    /** A text that ends a search when the operation has to stop: a search can take time that grows exponentially with the text. */
    private static final class Searched implements CharSequence {

        private final String text;
        private final Arguments arguments;
        private int reads;

        Searched(String text, Arguments arguments) {
            this.text = text;
            this.arguments = arguments;
        }

        @Override
        public char charAt(int index) {
            if (++reads % CHARACTERS_BETWEEN_QUESTIONS == 0 && arguments.mustStop()) {
                throw new CancellationException("the operation has to stop");
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.subSequence(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }
}
