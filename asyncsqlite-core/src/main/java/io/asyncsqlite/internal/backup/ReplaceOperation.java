package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupException.Reason;
import io.asyncsqlite.SqliteListener.OperationKind;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.sql.StatementKind;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Replaces the content of a database by that of a file, on its writing connection. */
final class ReplaceOperation extends LongOperation<Void> {

    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int HEADER = 100;
    private static final int PAGE_SIZE = 16;
    private static final int ENCODING = 56;
    /** SQLite writes the size of the largest pages as 1. */
    private static final int LARGEST_PAGE = 65_536;

    private static final List<String> ENCODINGS = List.of("UTF-8", "UTF-8", "UTF-16le", "UTF-16be");

    private final Path file;

    ReplaceOperation(Executor executor, String description, Duration timeout, Path file) {
        super(executor, OperationKind.WRITE, description, timeout);
        this.file = file;
    }

    @Override
    public StatementKind statementKind() {
        return StatementKind.OUTSIDE_TRANSACTION;
    }

    @Override
    public @Nullable Object work(DatabaseConnection connection) {
        Path shown = Path.of(connection.database());
        try {
            refuseOtherForm(connection, shown);
            connection.interrupter().checkStop(sql());
            connection.transaction().replaceContent(file);
            return null;
        } catch (IOException e) {
            throw Purpose.REPLACE.failure(shown, e);
        } catch (EngineException e) {
            if (isStopping()) {
                throw connection.translate(e, sql());
            }
            throw Purpose.REPLACE.failure(shown, e);
        }
    }

    /** Refuses what the connections of the database could not read: their encoding and the size of their pages are fixed. */
    private void refuseOtherForm(DatabaseConnection connection, Path shown) throws IOException, EngineException {
        byte[] header = header(file);
        if (header == null) {
            throw Purpose.REPLACE.failure(shown, Reason.DAMAGED, "the content is no database file", null);
        }
        ByteBuffer fields = ByteBuffer.wrap(header);
        int size = Short.toUnsignedInt(fields.getShort(PAGE_SIZE));
        refuseUnlessEqual(
                shown,
                "page_size",
                String.valueOf(size == 1 ? LARGEST_PAGE : size),
                connection.pragma("PRAGMA page_size"));
        int encoding = fields.getInt(ENCODING);
        String name = encoding >= 0 && encoding < ENCODINGS.size() ? ENCODINGS.get(encoding) : "unknown";
        refuseUnlessEqual(shown, "encoding", name, connection.pragma("PRAGMA encoding"));
    }

    private static void refuseUnlessEqual(Path shown, String what, String found, String wanted) {
        if (!found.equals(wanted)) {
            throw Purpose.REPLACE.failure(
                    shown,
                    Reason.DIFFERENT_FORM,
                    what + " of the content is " + found + ", that of the database is " + wanted,
                    null);
        }
    }

    /** Returns the header of a database file, or null if the file is none. */
    static byte @Nullable [] header(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] header = in.readNBytes(HEADER);
            return header.length == HEADER
                            && ByteBuffer.wrap(header, 0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))
                    ? header
                    : null;
        }
    }
}
