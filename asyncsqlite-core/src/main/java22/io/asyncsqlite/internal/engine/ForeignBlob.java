package io.asyncsqlite.internal.engine;

import java.lang.foreign.MemorySegment;
import java.util.Objects;

/** One {@code sqlite3_blob*}. Its bytes pass through a buffer of the connection, some at a time. */
final class ForeignBlob extends ForeignHandle implements EngineBlob {

    private final int size;

    ForeignBlob(ForeignConnection connection, long pointer) {
        super(connection, pointer, "blob");
        this.size = Blobs.bytes(pointer);
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

    /**
     * Ignores the result code. It repeats the error of the latest use. A further error is possible only in autocommit mode, where
     * nothing is written.
     */
    @Override
    void release() {
        Blobs.close(pointer);
    }
}
