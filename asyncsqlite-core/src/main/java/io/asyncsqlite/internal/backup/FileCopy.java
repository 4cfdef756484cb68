package io.asyncsqlite.internal.backup;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.asyncsqlite.internal.connection.DatabaseConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFile;
import io.asyncsqlite.internal.operation.LongOperation;
import io.asyncsqlite.internal.operation.Services;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Copies the file of a database that has a write-ahead log, in two rounds. The first copies the bytes as they lie there, while checkpoints may change them,
 * and gives way to writers. The second reads both files again and copies the parts that differ, in a read transaction whose whole state is in the file. The
 * log grows during the second round only, and that one copies little. Thread of the backup.
 *
 * <p>Invariants:
 * <ol>
 *   <li>No connection writes to the file during the second round: {@link Standstill} sees to it. So the copy is the state of that read transaction, whatever the first
 *       round has copied.
 *   <li>What the first round has copied is on the disk before the second begins, but for {@code FLUSHED}.
 * </ol>
 */
final class FileCopy {

    /** Fits into the cache of a processor. */
    private static final int BLOCK = 256 << 10;

    /** Flushed at a time: a flush of much more would hold the commits of others for long. */
    private static final long FLUSHED = 8 << 20;

    /** How each file begins that is not encrypted. */
    private static final ByteBuffer MAGIC = ByteBuffer.wrap("SQLite format 3\0".getBytes(US_ASCII));

    private final LongOperation<?> operation;
    private final LogRoom room;
    private final Pace pace;
    private final Standstill standstill;
    private final DatabaseConnection connection;
    private final EngineFile file;
    private final ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);

    /** How far the copy is, for its progress. */
    private long copied;

    FileCopy(
            LongOperation<?> operation,
            Services services,
            LogRoom room,
            Pace pace,
            DatabaseConnection connection,
            EngineFile file) {
        this.operation = operation;
        this.room = room;
        this.pace = pace;
        this.standstill = new Standstill(operation, services, pace);
        this.connection = connection;
        this.file = file;
    }

    /**
     * Copies the database to an empty file.
     *
     * @return false if that is not possible now: then the file is empty again
     */
    boolean copy(Path part) throws EngineException, IOException {
        try (FileChannel target = FileChannel.open(part, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (!isPlain()) {
                return false;
            }
            copyFirst(target);
            if (copySecond(target)) {
                return true;
            }
            target.truncate(0);
            return false;
        }
    }

    private boolean isPlain() throws EngineException {
        file.read(0, block.clear().limit(MAGIC.capacity()));
        return block.equals(MAGIC);
    }

    private void copyFirst(FileChannel target) throws EngineException, IOException {
        operation.readsOneState(false);
        int atATime = pace.bytesAtATime(BLOCK);
        long flushed = 0;
        String version = version();
        long total = PageCopy.databaseBytes(connection);
        long size = file.size();
        for (long at = 0; at < size; at += atATime) {
            long since = System.nanoTime();
            read(at, Math.min(atATime, size - at));
            write(target, at);
            if (at - flushed >= FLUSHED) {
                target.force(false);
                flushed = at;
            }
            copied = at + block.limit();
            pace.copied(copied, total);
            String now = version();
            if (!now.equals(version)) {
                pace.giveWay(System.nanoTime() - since);
            }
            version = now;
            connection.interrupter().checkStop(operation.sql());
        }
    }

    /** Returns what changes when another connection commits. */
    private String version() throws EngineException {
        return connection.pragma("PRAGMA data_version");
    }

    private boolean copySecond(FileChannel target) throws EngineException, IOException {
        // Other readers are waited for until now, and this one no more.
        operation.readsOneState(true);
        if (!standstill.begin(connection)) {
            return false;
        }
        try {
            long size = PageCopy.databaseBytes(connection);
            if (file.size() < size) {
                return false;
            }
            copyDifferences(target, size);
            return true;
        } finally {
            connection.transaction().endSnapshot();
        }
    }

    private void copyDifferences(FileChannel target, long size) throws EngineException, IOException {
        ByteBuffer copy = ByteBuffer.allocateDirect(BLOCK);
        for (long at = 0; at < size; at += BLOCK) {
            read(at, Math.min(BLOCK, size - at));
            readCopy(target, at, copy.clear().limit(block.limit()));
            if (!block.equals(copy)) {
                write(target, at);
            }
            room.keep(size);
            copied = Math.max(copied, at + block.limit());
            pace.copied(copied, size);
            connection.interrupter().checkStop(operation.sql());
        }
        target.truncate(size);
    }

    private void read(long position, long length) throws EngineException {
        file.read(position, block.clear().limit((int) length));
    }

    private static void readCopy(FileChannel target, long position, ByteBuffer copy) throws IOException {
        int read = 0;
        while (copy.hasRemaining() && read >= 0) {
            read = target.read(copy, position + copy.position());
        }
        copy.flip();
    }

    private void write(FileChannel target, long position) throws IOException {
        while (block.hasRemaining()) {
            target.write(block, position + block.position());
        }
        block.rewind();
    }
}
