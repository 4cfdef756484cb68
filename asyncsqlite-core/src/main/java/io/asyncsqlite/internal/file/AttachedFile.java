package io.asyncsqlite.internal.file;

import io.asyncsqlite.internal.failure.Failures;
import io.asyncsqlite.internal.sql.FileTarget;
import io.asyncsqlite.internal.statement.BoundStatement;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The file that ATTACH or VACUUM INTO would create readable for other users. It is created before, for its owner only; SQLite
 * treats an empty file as a new one.
 */
public final class AttachedFile {

    public static final AttachedFile NONE = new AttachedFile(null);
    private static final String URI = "file:";
    private static final Pattern CREATES_NONE = Pattern.compile("(.*&)?(mode=(ro|rw|memory)|vfs=.*)(&.*)?");

    private final @Nullable Path created;

    private AttachedFile(@Nullable Path created) {
        this.created = created;
    }

    /** Creates the file that a statement is about to create. */
    public static AttachedFile before(BoundStatement bound) {
        FileTarget target = FileTarget.of(bound.statement());
        if (target == null) {
            return NONE;
        }
        String name = name(target, bound);
        if (name == null && !target.attached()) {
            throw Failures.invalidStatement(
                    "The name of the file must be a literal or a parameter with a text", bound.sql(), null);
        }
        // SQLite attaches an existing file of such a name, but creates none.
        return name == null ? NONE : create(name);
    }

    private static @Nullable String name(FileTarget target, BoundStatement bound) {
        int parameter = target.parameter();
        if (parameter < 0 || parameter >= bound.values().length) {
            return target.name();
        }
        return bound.values()[parameter] instanceof String text && text.indexOf('\0') < 0 ? text : null;
    }

    private static AttachedFile create(String name) {
        String path = name.startsWith(URI) ? pathOfUri(name.substring(URI.length())) : name;
        if (path.isEmpty() || path.equals(":memory:")) {
            return NONE;
        }
        try {
            Path file = Path.of(path);
            DatabaseFile.createForOwner(file);
            return new AttachedFile(file);
        } catch (IOException | InvalidPathException e) {
            // The file is there, or SQLite will fail for the same reason, and report it.
            return NONE;
        }
    }

    /**
     * Returns the path in what follows {@code file:}, or nothing if no file is made.
     *
     * @see <a href="https://www.sqlite.org/uri.html">Uniform resource identifiers</a>
     */
    private static String pathOfUri(String rest) {
        String uri = rest.split("#", 2)[0];
        String[] parts = uri.split("\\?", 2);
        if (parts.length == 2 && CREATES_NONE.matcher(parts[1]).matches()) {
            return "";
        }
        String path = parts[0];
        if (path.startsWith("//")) {
            int start = path.indexOf('/', 2);
            path = start < 0 ? "" : path.substring(start);
        }
        try {
            return URLDecoder.decode(path.replace("+", "%2B"), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    /** Takes the file away if the statement failed and left it empty. */
    public void statementFailed() {
        try {
            if (created != null && Files.size(created) == 0) {
                Files.delete(created);
            }
        } catch (IOException e) {
            // Intentionally nothing: the failure of the statement is what counts.
        }
    }
}
