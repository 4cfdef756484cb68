package io.asyncsqlite.migration;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads scripts whose names have a version. */
final class ScriptFiles {

    private static final Pattern NAME = Pattern.compile("V?(\\d{1,18})[-_]+(.+)\\.sql", Pattern.CASE_INSENSITIVE);

    private ScriptFiles() {}

    static Migration read(Class<?> anchor, String folder, String name) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException(
                    "The name of a script must begin with its version, such as 001-notes.sql, was " + name);
        }
        String description = parts.group(2).replace('_', ' ').replace('-', ' ').strip();
        return Migration.script(Long.parseLong(parts.group(1)), description, text(anchor, folder + "/" + name));
    }

    private static String text(Class<?> anchor, String path) {
        try (InputStream in = anchor.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("There is no script " + path + " beside " + anchor.getName()
                        + "; a folder of the class path begins with a slash");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
