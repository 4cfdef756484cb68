package io.asyncsqlite.internal.sql;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A PRAGMA and the value that every connection gets when it is opened. Only a name of the table and a value of a strict form get
 * into SQL.
 *
 * @param pragma one that {@link Pragma#isOption()} allows
 * @param value a word, a number with or without a sign, or a text in single quotes
 */
public record PragmaSetting(Pragma pragma, String value) {

    /** PRAGMAs whose value SQLite clamps to its own limits, or returns in another unit. */
    private static final Set<Pragma> ADAPTED =
            Set.of(Pragma.CACHE_SPILL, Pragma.MAX_PAGE_COUNT, Pragma.MMAP_SIZE, Pragma.THREADS);

    private static final Pattern VALUE =
            Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,63}|[+-]?[0-9]{1,18}|'([^'\\x00-\\x1f]|''){0,512}'");

    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the PRAGMA is no option or the value has another form
     */
    public PragmaSetting {
        if (!pragma.isOption()) {
            throw new IllegalArgumentException("pragma " + pragma.pragmaName() + " is no option: " + instead(pragma));
        }
        if (!VALUE.matcher(value).matches()) {
            throw new IllegalArgumentException("the value of pragma " + pragma.pragmaName()
                    + " must be a word, a number or a text in single quotes, was " + Excerpt.ofName(value));
        }
    }

    /**
     * Reads a name and a value.
     *
     * @param name name of a PRAGMA, in any case
     * @param value as above
     * @return the setting
     * @throws IllegalArgumentException if SQLite has no such PRAGMA, it is no option, or the value has another form
     */
    public static PragmaSetting of(String name, String value) {
        Pragma pragma = Pragma.of(name);
        if (pragma == null) {
            throw new IllegalArgumentException(
                    "pragma " + Excerpt.ofName(name) + " is unknown: see https://www.sqlite.org/pragma.html");
        }
        return new PragmaSetting(pragma, value);
    }

    /**
     * Reads the PRAGMAs of the options.
     *
     * @param values values by names
     * @return the settings in this order, but the size of pages first: SQLite fixes it when it writes another property of a new file
     * @throws IllegalArgumentException if {@link #of} throws it for one of them
     */
    public static List<PragmaSetting> all(Map<String, String> values) {
        return values.entrySet().stream()
                .map(setting -> of(setting.getKey(), setting.getValue()))
                .sorted(Comparator.comparing(setting -> setting.pragma() != Pragma.PAGE_SIZE))
                .toList();
    }

    private static String instead(Pragma pragma) {
        return switch (pragma.rule()) {
            case FIXED -> String.valueOf(pragma.advice());
            case FOREIGN_KEYS -> "use SqliteOptions.foreignKeys";
            default -> "it is no setting of a connection";
        };
    }

    /**
     * Returns the statement that sets it.
     *
     * @return SQL
     */
    public String sql() {
        return "PRAGMA " + pragma.pragmaName() + "=" + value;
    }

    /**
     * Returns the statement that asks for the value.
     *
     * @return SQL
     */
    public String question() {
        return "PRAGMA " + pragma.pragmaName();
    }

    /**
     * Tells whether SQLite has taken the value.
     *
     * @param actual SQLite's answer; empty if there is none
     * @return false if both are numbers, or words for them, that differ
     */
    public boolean isTaken(String actual) {
        String wanted = number(value);
        return ADAPTED.contains(pragma) || actual.isEmpty() || wanted.isEmpty() || wanted.equals(actual);
    }

    private static String number(String value) {
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "off", "false", "no", "none", "default" -> "0";
            case "on", "true", "yes", "full", "file" -> "1";
            case "incremental", "memory", "fast" -> "2";
            default -> value.matches("[+-]?[0-9]+") ? String.valueOf(Long.parseLong(value)) : "";
        };
    }
}
