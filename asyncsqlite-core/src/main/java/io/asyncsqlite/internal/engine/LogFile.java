package io.asyncsqlite.internal.engine;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** An open write-ahead log, beside the connections that write to it. Any thread. */
public interface LogFile extends Closeable {

    /**
     * Waits until everything that was written to the file, by whom ever, is on the disk.
     *
     * @throws IOException if that is not certain: a system reports a failed write once, so a later call proves nothing
     */
    void force() throws IOException;

    /**
     * Adds zeros to a file that is too short. SQLite takes them for the end of the log. Only while no connection of any process can write to
     * the log.
     *
     * @param least how many bytes the file should have
     * @param added how many bytes to add if it has fewer
     * @throws IOException if they cannot be added: then the file is as it was
     */
    default void lengthen(long least, int added) throws IOException {}

    /**
     * Opens a log. SQLite locks the database file and the memory that connections share, never the log: so closing it drops no lock.
     *
     * @param log path of the file
     * @return the log, to be closed before the last connection, which may delete the file
     * @throws IOException if it cannot be opened
     * @see <a href="https://www.sqlite.org/howtocorrupt.html#posix_close_bug">Posix advisory locks</a>
     */
    static LogFile open(Path log) throws IOException {
        FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE);
        return new LogFile() {

            @Override
            public void force() throws IOException {
                channel.force(false);
            }

            @Override
            public void lengthen(long least, int added) throws IOException {
                long length = channel.size();
                if (length >= least) {
                    return;
                }
                try {
                    ByteBuffer zeros = ByteBuffer.allocate(added);
                    while (zeros.hasRemaining()) {
                        channel.write(zeros, length + zeros.position());
                    }
                } catch (IOException e) {
                    channel.truncate(length);
                    throw e;
                }
            }

            @Override
            public void close() throws IOException {
                channel.close();
            }
        };
    }
}
