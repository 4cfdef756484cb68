package io.asyncsqlite;

import io.asyncsqlite.codec.Codec;
import java.util.Objects;

/** The methods of {@link SqliteOptions.Builder} that add to what connections can do, or take from it. */
abstract sealed class ExtensionSetters permits OptionSetters {

    final OptionValues values;

    ExtensionSetters(OptionValues values) {
        this.values = values;
    }

    /**
     * Adds a codec, which takes precedence over earlier ones and the built-in ones.
     *
     * @param codec the codec
     * @return this
     */
    public SqliteOptions.Builder codec(Codec<?> codec) {
        values.codecs.add(Objects.requireNonNull(codec, "codec"));
        return self();
    }

    /**
     * Defines a function or collation on every connection, before the schema is read. It may replace one of SQLite's own functions.
     *
     * @param definition what to define; another one of the same name, and for a function of the same number of arguments, is refused by {@link
     *     SqliteOptions.Builder#build}
     * @return this
     */
    public SqliteOptions.Builder define(UserDefined definition) {
        values.definitions.add(Objects.requireNonNull(definition, "definition"));
        return self();
    }

    /**
     * Has every connection load an extension of SQLite when it is opened, before the schema is read. Nothing else makes a connection load one: SQL
     * cannot, also afterwards.
     *
     * @param extension the exact file, and a checksum if wanted; opening fails with {@link DatabaseOpenException} if it cannot be loaded
     * @return this
     */
    public SqliteOptions.Builder extension(SqliteExtension extension) {
        values.extensions.add(Objects.requireNonNull(extension, "extension"));
        return self();
    }

    /**
     * Lowers a limit of SQLite on every connection, in place of an earlier value. Statements that exceed it fail. The library's own statements count,
     * too: SQLite's schema has 5 columns, and a file is not opened with fewer.
     *
     * @param limit which
     * @param value 0 or more, and not more than SQLite was built for: else opening fails with {@link DatabaseOpenException}
     * @return this
     * @see <a href="https://www.sqlite.org/c3ref/limit.html">sqlite3_limit</a>
     */
    public SqliteOptions.Builder limit(SqliteLimit limit, int value) {
        values.limits.put(Objects.requireNonNull(limit, "limit"), value);
        return self();
    }

    /**
     * Has every connection attach another database file when it is opened: the writer, readers, and those of {@link AsyncSqlite#connect()}. Statements name
     * its tables {@code schema.table}. It gets the journal mode and {@code synchronous} of the database. It counts as open in this program: opening it as
     * another database is refused. DETACH of it is refused.
     *
     * <p>With a write-ahead log a COMMIT is atomic for each file, and not for several: after a power loss or a kill one file may have a transaction that
     * another one lacks. If such a COMMIT fails for want of disk space, its outcome is unknown. With a rollback journal it is atomic for all.
     *
     * @param attachment the name and the file; opening fails with {@link DatabaseOpenException} if the file cannot be attached
     * @return this
     * @see <a href="https://www.sqlite.org/lang_attach.html">ATTACH</a>
     */
    public SqliteOptions.Builder attach(SqliteAttachment attachment) {
        values.attachments.add(Objects.requireNonNull(attachment, "attachment"));
        return self();
    }

    abstract SqliteOptions.Builder self();
}
