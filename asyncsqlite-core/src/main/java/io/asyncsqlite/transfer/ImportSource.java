package io.asyncsqlite.transfer;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** The bytes of an import, which are counted. Closed by any thread. */
final class ImportSource {

    /** Opens the bytes. */
    @FunctionalInterface
    interface Opening {

        InputStream open() throws IOException;
    }

    private final Opening opening;
    private final String name;

    /** How many bytes were read. Written by the thread that reads. */
    private volatile long bytes;

    // Guarded by this.
    private @Nullable InputStream opened;
    private boolean closed;

    ImportSource(Opening opening, String name) {
        this.opening = opening;
        this.name = name;
    }

    InputStream open() throws IOException {
        InputStream stream = opening.open();
        boolean late;
        synchronized (this) {
            opened = stream;
            late = closed;
        }
        if (late) {
            stream.close();
        }
        return new Counting(stream);
    }

    long bytes() {
        return bytes;
    }

    void close() {
        InputStream stream;
        synchronized (this) {
            closed = true;
            stream = opened;
        }
        try {
            if (stream != null) {
                stream.close();
            }
        } catch (IOException e) {
            // Intentionally nothing: all that is wanted was read.
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private final class Counting extends FilterInputStream {

        Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int read = in.read();
            count(read < 0 ? 0 : 1);
            return read;
        }

        @Override
        public int read(byte[] into, int offset, int length) throws IOException {
            int read = in.read(into, offset, length);
            count(Math.max(0, read));
            return read;
        }

        @SuppressWarnings("NonAtomicVolatileUpdate") // One thread reads.
        private void count(int more) {
            bytes += more;
        }
    }
}
