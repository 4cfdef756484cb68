package io.asyncsqlite.migration;

import io.asyncsqlite.ConnectionWork;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One migration.
 *
 * @param checksum SHA-256 of its text in hexadecimal digits; null for a step in Java
 * @param work what it does; null for a rebuild
 * @param rebuild the table to be made anew, or null
 */
record Migration(
        long version,
        String description,
        @Nullable String checksum,
        @Nullable ConnectionWork<?> work,
        @Nullable TableRebuild rebuild) {

    Migration {
        if (description.isBlank()) {
            throw new IllegalArgumentException("The description of migration " + version + " must not be blank");
        }
    }

    static Migration script(long version, String description, String sql) {
        if (sql.isBlank()) {
            throw new IllegalArgumentException("The script of migration " + version + " must not be blank");
        }
        ConnectionWork<?> work = connection -> {
            connection.executeScript(sql);
            return null;
        };
        return new Migration(version, description, checksum(sql), work, null);
    }

    static Migration step(long version, String description, ConnectionWork<?> work) {
        return new Migration(version, description, null, Objects.requireNonNull(work, "work"), null);
    }

    static Migration rebuild(long version, String description, TableRebuild rebuild) {
        return new Migration(version, description, checksum(rebuild.text()), null, rebuild);
    }

    /** Ends of lines do not count: tools for versions of files change them. */
    private static String checksum(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256")
                    .digest(text.replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }

    @Override
    public String toString() {
        return version + " '" + description + "'";
    }
}
