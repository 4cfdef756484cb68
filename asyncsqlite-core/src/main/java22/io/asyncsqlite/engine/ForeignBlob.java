package io.asyncsqlite.engine;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** One {@code sqlite3_blob*}. Its bytes pass through a buffer of the connection, some at a time. */
final class ForeignBlob implements EngineBlob {

    private final ForeignConnection connection;
    private final long pointer;
    private final int size;
    private boolean closed;

    ForeignBlob(ForeignConnection connection, long pointer) {
        this.connection = connection;
        this.pointer = pointer;
        this.size = Blobs.bytes(pointer);
    }

    private void use() throws EngineException {
        connection.use();
        if (closed) {
            throw new EngineException(ResultCodes.MISUSE, "the blob is closed");
        }
    }

    @Override
    public int size() {
        return size;
    }

    @Override
    public void read(int position, byte[] target, int offset, int length) throws EngineException {
        use();
        Objects.checkFromIndexSize(position, length, size);
        Objects.checkFromIndexSize(offset, length, target.length);
        MemorySegment buffer = connection.blobBuffer();
        int done = 0;
        do {
            int part = (int) Math.min(length - done, buffer.byteSize());
            check(Blobs.read(pointer, buffer.address(), part, position + done));
            Native.read(buffer.address(), target, offset + done, part);
            done += part;
        } while (done < length);
    }

    @Override
    public void write(int position, byte[] source) throws EngineException {
        use();
        Objects.checkFromIndexSize(position, source.length, size);
        MemorySegment buffer = connection.blobBuffer();
        int done = 0;
        do {
            int part = (int) Math.min(source.length - done, buffer.byteSize());
            Native.write(source, done, part, buffer.address());
            check(Blobs.write(pointer, buffer.address(), part, position + done));
            done += part;
        } while (done < source.length);
    }

    private void check(int code) throws EngineException {
        if (code != 0) {
            throw connection.failure(code);
        }
    }

    @Override
    public void close() {
        if (closed) {
            return;
        }
        connection.checkThread();
        closed = true;
        // Its code says again what the latest use has said: only in autocommit is there more to fail, and there nothing
        // is written.
        Blobs.close(pointer);
        connection.closed(this);
    }
}
