package io.asyncsqlite.registry;

import java.util.Locale;
import java.util.regex.Pattern;

/** Decides which keys may be names of files. */
final class FileKeys {

    private static final int LONGEST = 100;
    private static final Pattern DEVICE = Pattern.compile("con|prn|aux|nul|com[0-9]|lpt[0-9]");

    private FileKeys() {}

    static void check(String key) {
        if (key.isEmpty() || key.length() > LONGEST) {
            throw refused("its length is " + key.length());
        }
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            if (!isLetterOrDigit(c) && (i == 0 || (c != '-' && c != '_'))) {
                throw refused(String.format(Locale.ROOT, "character %d is U+%04X", i + 1, (int) c));
            }
        }
        if (DEVICE.matcher(key).matches()) {
            throw refused("it is the name of a device on Windows");
        }
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    }

    // Without the key: it may come from a user, and have line ends.
    private static IllegalArgumentException refused(String reason) {
        return new IllegalArgumentException(
                "key must be 1 to 100 characters of a-z, 0-9, '-' and '_' and begin with a letter or digit, but "
                        + reason);
    }
}
