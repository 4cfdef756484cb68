package io.asyncsqlite.internal.engine;

import java.nio.ByteBuffer;

/** The file of a database as it lies on the disk, without the log beside it. Belongs to the thread of its connection. */
public interface EngineFile {

    /**
     * Returns how long the file is.
     *
     * @return bytes, 0 or more
     * @throws EngineException if it cannot be told
     */
    long size() throws EngineException;

    /**
     * Reads bytes. They may be from before and after a write that happens meanwhile. Bytes behind the end are zeros.
     *
     * @param position where the first lies in the file, 0 or more
     * @param target a direct buffer, filled from its position to its limit, which both stay
     * @throws EngineException if they cannot be read
     */
    void read(long position, ByteBuffer target) throws EngineException;
}
