package io.asyncsqlite;

import io.asyncsqlite.codec.Codec;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The options that add something of the program: PRAGMAs, codecs, functions, extensions, listeners. */
abstract sealed class ExtensionOptions permits SqliteOptions {

    final OptionValues values;

    ExtensionOptions(OptionValues values) {
        this.values = values;
    }

    /**
     * Returns the PRAGMAs that every connection sets when it is opened.
     *
     * @return their values by their names, in the order in which they are set; default none
     */
    public Map<String, String> pragmas() {
        return values.pragmas;
    }

    /**
     * Returns the codecs that were added to the built-in ones.
     *
     * @return the codecs in the order in which they were added; a later one takes precedence; default none
     */
    public List<Codec<?>> codecs() {
        return values.codecs;
    }

    /**
     * Returns the functions and collations of every connection.
     *
     * @return the definitions in the order in which they were added; default none
     */
    public List<UserDefined> definitions() {
        return values.definitions;
    }

    /**
     * Returns the extensions of SQLite that every connection loads.
     *
     * @return the extensions in the order in which they were added; default none
     */
    public List<SqliteExtension> extensions() {
        return values.extensions;
    }

    /**
     * Returns the limits that every connection has.
     *
     * @return their values; default none: those of sqlite-jdbc
     */
    public Map<SqliteLimit, Integer> limits() {
        return values.limits;
    }

    /**
     * Returns the listeners.
     *
     * @return the listeners in the order in which they were added; default none
     */
    public List<SqliteListener> listeners() {
        return values.listeners;
    }

    /**
     * Returns the tracer that follows each operation to its end.
     *
     * @return the tracer; default null: none
     */
    public @Nullable OperationTracer tracer() {
        return values.tracer;
    }

    /**
     * Returns the database files that every connection attaches.
     *
     * @return the attachments in the order in which they were added; default none
     */
    public List<SqliteAttachment> attachments() {
        return values.attachments;
    }
}
