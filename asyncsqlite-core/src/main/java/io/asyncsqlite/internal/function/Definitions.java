package io.asyncsqlite.internal.function;

import io.asyncsqlite.SqlFunction;
import io.asyncsqlite.UserDefined;
import io.asyncsqlite.internal.codec.Codecs;
import io.asyncsqlite.internal.sql.Identifiers;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The functions and collations of a database. The writer changes them; each connection takes the changes over before its next statement. Thread-safe.
 *
 * <p>Invariant: an operation that was submitted after a change completed runs with the change. The change happens before the completion, and the queue
 * hands the operation over, so the worker sees the new version without a volatile read.
 */
public final class Definitions {

    private final Codecs codecs;

    /** The names that the options define. */
    private final Set<String> fixed;

    // Guarded by this.
    private Map<Key, UserDefined> current = Map.of();

    /** The names that were ever defined since. With JNI SQLite keeps the name of a function that was removed. */
    private final Set<String> sinceOpening = new HashSet<>();

    /** Written under the lock, read without. */
    private int version;

    /** What SQLite distinguishes definitions by. Collations have no number of arguments. */
    record Key(String name, @Nullable Integer arguments) {

        static Key of(UserDefined definition) {
            return new Key(
                    Identifiers.fold(definition.name()),
                    definition instanceof SqlFunction function ? function.argumentCount() : null);
        }
    }

    public Definitions(Collection<UserDefined> definitions, Codecs codecs) {
        this.codecs = codecs;
        definitions.forEach(definition -> replace(definition, definition));
        this.fixed = Set.copyOf(sinceOpening);
    }

    Codecs codecs() {
        return codecs;
    }

    int version() {
        return version;
    }

    synchronized Map<Key, UserDefined> current() {
        return current;
    }

    /** Tells whether the options define the name, with any number of arguments. */
    public boolean isFixed(UserDefined definition) {
        return fixed.contains(kindAndName(definition));
    }

    /** Tells whether the name was ever defined, with any number of arguments. */
    public synchronized boolean wasDefined(UserDefined definition) {
        return sinceOpening.contains(kindAndName(definition));
    }

    /** Tells whether there is a definition with this one's name and number of arguments. */
    public synchronized boolean has(UserDefined definition) {
        return current.containsKey(Key.of(definition));
    }

    private static String kindAndName(UserDefined definition) {
        return (definition instanceof SqlFunction ? "function " : "collation ")
                + Key.of(definition).name();
    }

    /** Sets what stands at the place of a definition. */
    synchronized void replace(UserDefined place, @Nullable UserDefined definition) {
        Map<Key, UserDefined> changed = new HashMap<>(current);
        Key key = Key.of(place);
        if (definition == null) {
            changed.remove(key);
        } else {
            changed.put(key, definition);
        }
        current = Map.copyOf(changed);
        sinceOpening.add(kindAndName(place));
        version++;
    }
}
