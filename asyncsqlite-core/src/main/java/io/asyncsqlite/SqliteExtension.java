package io.asyncsqlite;

import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A loadable extension of SQLite, see {@link SqliteOptions.Builder#extension}. It is native code that may do everything the program may.
 *
 * <pre>{@code
 * return SqliteOptions.file(file)
 *         .extension(new SqliteExtension(Path.of("/opt/app/vec0.so"), null, sha256))
 *         .build();
 * }</pre>
 *
 * @param file the library, by its absolute path; SQLite does not search for it
 * @param entryPoint name of its C function that SQLite calls, or null for the one that SQLite derives from the name of the file
 * @param sha256 SHA-256 that the file must have, as 64 hexadecimal digits, or null for any. It is compared when the database is opened; protect the
 *     file from changes after that
 * @see <a href="https://www.sqlite.org/loadext.html">Run-Time Loadable Extensions</a>
 */
public record SqliteExtension(
        Path file, @Nullable String entryPoint, @Nullable String sha256) {

    private static final String SHA256 = "#sha256=";

    /**
     * Makes the path absolute.
     *
     * @throws IllegalArgumentException if {@code sha256} has another form
     */
    public SqliteExtension {
        file = file.toAbsolutePath().normalize();
        if (sha256 != null && !sha256.matches("[0-9a-fA-F]{64}")) {
            throw new IllegalArgumentException("sha256 of an extension must be 64 hexadecimal digits");
        }
    }

    /**
     * Names an extension by its file.
     *
     * @param file path of the library
     * @return the extension, with the usual entry point and without a checksum
     */
    public static SqliteExtension of(Path file) {
        return new SqliteExtension(Objects.requireNonNull(file, "file"), null, null);
    }

    /**
     * Reads an extension from configuration that is text.
     *
     * @param text the path, and after it {@code #sha256=} with the digits if it must have that checksum
     * @return the extension
     * @throws IllegalArgumentException if the text is blank, no path, or the checksum has another form
     */
    public static SqliteExtension parse(String text) {
        int mark = text.indexOf(SHA256);
        String path = mark < 0 ? text : text.substring(0, mark);
        if (path.isBlank()) {
            throw new IllegalArgumentException("an extension must have a path");
        }
        return new SqliteExtension(Path.of(path), null, mark < 0 ? null : text.substring(mark + SHA256.length()));
    }
}
