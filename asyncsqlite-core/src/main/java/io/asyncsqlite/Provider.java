package io.asyncsqlite;

import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The provider of this program, looked for once. */
final class Provider {

    private static @Nullable SqliteProvider found;

    private Provider() {}

    static synchronized SqliteProvider get() {
        SqliteProvider provider = found;
        if (provider == null) {
            // Not the context loader of the thread: it may not find this library.
            provider = ServiceLoader.load(SqliteProvider.class, SqliteProvider.class.getClassLoader())
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException("No " + SqliteProvider.class.getName()
                            + " was found: a jar that holds several others must have their files in"
                            + " META-INF/services"));
            found = provider;
        }
        return provider;
    }
}
