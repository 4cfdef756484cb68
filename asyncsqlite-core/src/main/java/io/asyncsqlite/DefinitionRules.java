package io.asyncsqlite;

import io.asyncsqlite.internal.sql.Excerpt;
import io.asyncsqlite.internal.sql.Identifiers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What names, numbers of arguments and sets of definitions may be. */
final class DefinitionRules {

    private static final int MAX_NAME_BYTES = 255;

    /** SQLite's usual limit, see <a href="https://www.sqlite.org/limits.html">limits</a>. */
    private static final int MAX_ARGUMENTS = 100;

    private static final List<String> OWN_COLLATIONS = List.of("binary", "nocase", "rtrim");

    private DefinitionRules() {}

    static String shown(String name) {
        return Excerpt.ofName(name);
    }

    private static void checkName(String what, String name) {
        if (name.isBlank() || name.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(
                    what + " must have a name that is not blank and has no NUL, was " + shown(name));
        }
        if (name.getBytes(StandardCharsets.UTF_8).length > MAX_NAME_BYTES) {
            throw new IllegalArgumentException(what + " must have a name of at most 255 bytes, was " + shown(name));
        }
    }

    static void checkFunction(String name, int arguments) {
        checkName("a function", name);
        if (arguments < SqlFunction.ANY_NUMBER || arguments > MAX_ARGUMENTS) {
            throw new IllegalArgumentException("function " + shown(name)
                    + " must have 0 to 100 arguments, or SqlFunction.ANY_NUMBER of them, was " + arguments);
        }
    }

    static void checkCollation(String name) {
        checkName("a collation", name);
        if (OWN_COLLATIONS.contains(Identifiers.fold(name))) {
            throw new IllegalArgumentException("collation " + shown(name)
                    + " is SQLite's own: with another order the indexes of every file would be wrong");
        }
    }

    /** Throws if two definitions are for the same calls. */
    static void checkDistinct(List<UserDefined> definitions) {
        Set<String> seen = new TreeSet<>();
        for (UserDefined definition : definitions) {
            if (!seen.add(key(definition))) {
                throw new IllegalArgumentException(
                        "define was called twice for " + definition + ": give one of them another name");
            }
        }
    }

    private static String key(UserDefined definition) {
        String name = Identifiers.fold(definition.name());
        return definition instanceof SqlFunction function ? function.argumentCount() + " " + name : name;
    }
}
