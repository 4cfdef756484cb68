package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.BeginMode;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.EngineFile;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * The real engine, which tells a test of each read of the file of a database, and before a connection that only reads begins a transaction. On JNI the
 * file is read beside SQLite: closing it drops the locks of SQLite, so that is done at the end of the test.
 */
public final class FileEngine implements Engine, AutoCloseable {

    /** Is called while the thread of the backup waits. */
    public interface Listener {

        /**
         * Is called after a read.
         *
         * @param position where in the file
         * @param inTransaction whether the connection reads one state
         */
        default void read(long position, boolean inTransaction) throws Exception {}

        /** Is called before a transaction begins. */
        default void begins() throws Exception {}

        /** Is called after the first bytes were read, and may change them. */
        default void header(ByteBuffer bytes) {}
    }

    private final List<FileChannel> channels = new ArrayList<>();
    private volatile Listener listener = new Listener() {};

    public void tell(Listener of) {
        listener = of;
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        EngineConnection real = TestEngine.get().open(request);
        Path file = request.file();
        return file == null || request.access() != OpenRequest.Access.READ_ONLY ? real : new Reading(real, file);
    }

    @Override
    public void close() throws IOException {
        for (FileChannel channel : channels) {
            channel.close();
        }
    }

    /** On another thread: that of the backup must not wait for operations. */
    private static void run(Attempts.Body action) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        Thread thread = new Thread(() -> {
            try {
                action.run();
                done.complete(null);
            } catch (Throwable e) {
                done.completeExceptionally(e);
            }
        });
        thread.start();
        try {
            done.get(60, TimeUnit.SECONDS);
        } catch (InterruptedException | ExecutionException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    private final class Reading extends ForwardingConnection {

        private final EngineConnection real;
        private final Path path;

        Reading(EngineConnection real, Path path) {
            super(real);
            this.real = real;
            this.path = path;
        }

        @Override
        public void begin(BeginMode mode) throws EngineException {
            FileEngine.run(() -> listener.begins());
            real.begin(mode);
        }

        @Override
        public @Nullable EngineFile file() throws EngineException {
            EngineFile file = real.file();
            return new Told(real, file == null ? beside() : file);
        }

        private EngineFile beside() {
            try {
                FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
                channels.add(channel);
                return new Beside(channel);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
    }

    private final class Told implements EngineFile {

        private final EngineConnection connection;
        private final EngineFile file;

        Told(EngineConnection connection, EngineFile file) {
            this.connection = connection;
            this.file = file;
        }

        @Override
        public long size() throws EngineException {
            return file.size();
        }

        @Override
        public void read(long position, ByteBuffer target) throws EngineException {
            file.read(position, target);
            if (position == 0 && target.remaining() < 100) {
                listener.header(target);
                return;
            }
            boolean inTransaction = connection.inTransaction();
            FileEngine.run(() -> listener.read(position, inTransaction));
        }
    }

    private record Beside(FileChannel channel) implements EngineFile {

        @Override
        public long size() {
            try {
                return channel.size();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }

        @Override
        public void read(long position, ByteBuffer target) {
            int from = target.position();
            try {
                int read = 0;
                while (target.hasRemaining() && read >= 0) {
                    read = channel.read(target, position + target.position() - from);
                }
            } catch (IOException e) {
                throw new AssertionError(e);
            }
            while (target.hasRemaining()) {
                target.put((byte) 0);
            }
            target.position(from);
        }
    }
}
