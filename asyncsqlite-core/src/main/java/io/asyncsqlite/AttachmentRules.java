package io.asyncsqlite;

import io.asyncsqlite.internal.option.Range;
import io.asyncsqlite.internal.sql.Identifiers;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What names, texts and lists of attached files may be. */
final class AttachmentRules {

    private static final Pattern NAME = Pattern.compile("[\\p{L}_][\\p{L}\\p{Nd}_]{0,63}");
    private static final Set<String> TAKEN = Set.of("main", "temp");
    private static final String OF_LIBRARY = "asyncsqlite_";
    private static final String READ_ONLY = "?mode=ro";

    private AttachmentRules() {}

    static void checkSchema(String schema) {
        Range.require(
                NAME.matcher(schema).matches(),
                "attach needs a schema of letters, digits and underscores, 64 at most, and not a digit first");
        String folded = Identifiers.fold(schema);
        Range.require(
                !TAKEN.contains(folded) && !folded.startsWith(OF_LIBRARY),
                "attach needs a schema of its own name, " + schema + " has a meaning already");
    }

    /** Returns the path in a text, which is the whole text unless the file is only read. */
    static String path(String schema, String text) {
        String path = text.endsWith(READ_ONLY) ? text.substring(0, text.length() - READ_ONLY.length()) : text;
        Range.require(!path.isBlank(), "attach needs a path for " + schema);
        return path;
    }

    /** Throws if a name or a file comes twice. */
    static void checkAll(@Nullable Path main, List<SqliteAttachment> attachments) {
        Range.require(
                main != null || attachments.isEmpty(), "attach needs a database in a file, this one is in memory");
        Set<String> schemas = new HashSet<>();
        Set<@Nullable Path> files = new HashSet<>();
        files.add(main);
        for (SqliteAttachment each : attachments) {
            Range.require(
                    schemas.add(Identifiers.fold(each.schema())),
                    "attach names the schema " + each.schema() + " twice");
            Range.require(
                    files.add(each.file()),
                    "attach names for " + each.schema() + " a file that the database has already: " + each.file());
        }
    }
}
