package io.asyncsqlite;

import io.asyncsqlite.engine.EngineBlob;
import io.asyncsqlite.engine.EngineException;
import org.jspecify.annotations.Nullable;

/**
 * A value that is open in SQLite. Worker thread only, but for {@link #check()} and {@link #refuse}.
 *
 * <p>It is kept open for reading, which notices that the row was changed. For writing it is opened anew each time: SQLite opens no savepoint and
 * commits nothing while a blob is open for writing.
 */
final class OpenBlob implements AutoCloseable {

    private static final int BYTES_BETWEEN_QUESTIONS = 1 << 20;
    private static final byte[] NO_BYTES = {};

    private final BlobAccess access;
    private final BlobLocation location;
    private final EngineBlob blob;

    private volatile @Nullable BlobClosedException refusal;
    private volatile LeakReports.@Nullable Watch watch;

    OpenBlob(BlobAccess access, BlobLocation location, EngineBlob blob) {
        this.access = access;
        this.location = location;
        this.blob = blob;
    }

    BlobLocation location() {
        return location;
    }

    int size() {
        return blob.size();
    }

    /** Throws why it can be used no more. */
    void check() {
        BlobClosedException reason = refusal;
        if (reason != null) {
            throw reason;
        }
    }

    /** Reads bytes, asking now and then whether to go on. */
    byte[] read(int position, int length) {
        check();
        byte[] bytes = new byte[length];
        for (int done = 0; done < length; done += BYTES_BETWEEN_QUESTIONS) {
            access.refuseToGoOn(location);
            try {
                blob.read(position + done, bytes, done, Math.min(BYTES_BETWEEN_QUESTIONS, length - done));
            } catch (EngineException e) {
                throw failed(e);
            }
        }
        return bytes;
    }

    /** Writes bytes, all or none: what fails takes the transaction along. */
    void write(int position, byte[] bytes) {
        check();
        access.refuseToGoOn(location);
        try {
            blob.read(0, NO_BYTES, 0, 0);
        } catch (EngineException e) {
            throw failed(e);
        }
        access.write(location, position, bytes);
    }

    private SqliteException failed(EngineException e) {
        if (e.primaryCode() != ResultCode.ABORT) {
            return access.failed(e, location);
        }
        BlobClosedException expired =
                Failures.blobClosed("expired, its row was changed", BlobAccess.description(location), e);
        end(expired);
        return expired;
    }

    /** Has every later use fail. The first reason stays. */
    synchronized void refuse(BlobClosedException reason) {
        if (refusal == null) {
            refusal = reason;
        }
    }

    void end(BlobClosedException reason) {
        refuse(reason);
        close();
    }

    @Override
    public void close() {
        endWatch();
        blob.close();
    }

    /** Has somebody told when it is closed. */
    void watchedBy(LeakReports.Watch watching) {
        watch = watching;
        if (refusal != null) {
            watching.close();
        }
    }

    void endWatch() {
        LeakReports.Watch watching = watch;
        if (watching != null) {
            watching.close();
        }
    }
}
