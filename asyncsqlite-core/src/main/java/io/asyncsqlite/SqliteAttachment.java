package io.asyncsqlite;

import java.nio.file.Path;
import java.util.Objects;

/**
 * A database file that every connection attaches, see {@link SqliteOptions.Builder#attach}.
 *
 * @param schema the name before the names of its tables, as in {@code audit.event}: a letter or underscore, then letters, digits and underscores, 64 at
 *     most. Upper and lower case are the same
 * @param file path of the file, whose directory must exist
 * @param readOnly whether the file is only read; then it must exist
 * @see <a href="https://www.sqlite.org/lang_attach.html">ATTACH</a>
 */
public record SqliteAttachment(String schema, Path file, boolean readOnly) {

    /**
     * Makes the path absolute.
     *
     * @throws IllegalArgumentException if the schema has another form, is {@code main} or {@code temp}, or begins with {@code asyncsqlite_}
     */
    public SqliteAttachment {
        AttachmentRules.checkSchema(schema);
        file = file.toAbsolutePath().normalize();
    }

    /**
     * Names a file that is read and written.
     *
     * @param schema the name before the names of its tables
     * @param file path of the file, which is created, for its owner only, if it does not exist
     * @return the attachment
     * @throws IllegalArgumentException if the schema has another form, is {@code main} or {@code temp}, or begins with {@code asyncsqlite_}
     */
    public static SqliteAttachment of(String schema, Path file) {
        return new SqliteAttachment(
                Objects.requireNonNull(schema, "schema"), Objects.requireNonNull(file, "file"), false);
    }

    /**
     * Returns the same, to be only read.
     *
     * @return an attachment of a file that must exist
     */
    public SqliteAttachment asReadOnly() {
        return new SqliteAttachment(schema, file, true);
    }

    /**
     * Reads an attachment from configuration that is text.
     *
     * @param schema the name before the names of its tables
     * @param text the path, and after it {@code ?mode=ro} if the file is only read
     * @return the attachment
     * @throws IllegalArgumentException if the path is blank or none, or the schema has another form
     */
    public static SqliteAttachment parse(String schema, String text) {
        String path = AttachmentRules.path(schema, text);
        SqliteAttachment attachment = of(schema, Path.of(path));
        return path.equals(text) ? attachment : attachment.asReadOnly();
    }
}
