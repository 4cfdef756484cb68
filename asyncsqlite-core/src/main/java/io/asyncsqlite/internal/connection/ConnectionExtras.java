package io.asyncsqlite.internal.connection;

import io.asyncsqlite.DatabaseOpenException;
import io.asyncsqlite.DatabaseOpenException.Reason;
import io.asyncsqlite.SqliteExtension;
import io.asyncsqlite.SqliteOptions;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.failure.Failures;
import java.io.IOException;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Gives connections the extensions and limits of the options, before they read the schema. */
final class ConnectionExtras {

    private final SqliteOptions options;

    ConnectionExtras(SqliteOptions options) {
        this.options = options;
    }

    /** Throws if the file of an extension is not there, or is another one than the options say. */
    void checkFiles() {
        for (SqliteExtension extension : options.extensions()) {
            if (!Files.isRegularFile(extension.file())) {
                throw refused(extension, "is not there, or is no regular file", null);
            }
            String wanted = extension.sha256();
            if (wanted != null && !wanted.toLowerCase(Locale.ROOT).equals(sha256(extension))) {
                throw refused(extension, "has another SHA-256 than the options say", null);
            }
        }
    }

    private String sha256(SqliteExtension extension) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            return HexFormat.of().formatHex(digest.digest(Files.readAllBytes(extension.file())));
        } catch (IOException e) {
            throw refused(extension, "cannot be read: " + e, e);
        } catch (NoSuchAlgorithmException e) {
            // Every Java platform has it.
            throw new IllegalStateException(e);
        }
    }

    /** Loads the extensions, and sets the limits. */
    void apply(EngineConnection connection) throws EngineException {
        for (SqliteExtension extension : options.extensions()) {
            try {
                connection.loadExtension(extension.file(), extension.entryPoint());
            } catch (EngineException e) {
                throw refused(extension, "cannot be loaded: " + e.getMessage(), e);
            }
        }
        options.limits().forEach((limit, value) -> {
            int number = limit.number();
            try {
                connection.limit(number, value);
                int now = connection.limit(number, -1);
                if (now != value) {
                    throw refused("limit " + limit + " should be " + value + " but stays " + now, null);
                }
            } catch (EngineException e) {
                throw refused("limit " + limit + " cannot be set: " + e.getMessage(), e);
            }
        });
    }

    private DatabaseOpenException refused(SqliteExtension extension, String why, @Nullable Throwable cause) {
        return refused("extension " + extension.file() + " " + why, cause);
    }

    private DatabaseOpenException refused(String why, @Nullable Throwable cause) {
        return Failures.cannotOpen(options, Reason.SETTING_REFUSED, why, cause);
    }
}
