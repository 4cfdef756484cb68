package io.asyncsqlite.transfer;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Flow;
import java.util.concurrent.ForkJoinPool;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a publisher as a stream, whose reader waits for them. Closing cancels the publisher.
 *
 * <p>Invariant: the buffers that wait and those that were requested are at most {@code AHEAD}.
 */
final class PublishedBytes extends InputStream implements Flow.Subscriber<ByteBuffer>, ForkJoinPool.ManagedBlocker {

    private static final int AHEAD = 4;

    // Guarded by this.
    private final Queue<byte[]> waiting = new ArrayDeque<>();
    private Flow.@Nullable Subscription source;
    private @Nullable Throwable failure;
    private boolean ended;
    private boolean closed;

    // The thread that reads.
    private byte[] current = new byte[0];
    private int position;

    private PublishedBytes() {}

    static InputStream of(Flow.Publisher<ByteBuffer> buffers) {
        PublishedBytes bytes = new PublishedBytes();
        buffers.subscribe(bytes);
        return bytes;
    }

    @Override
    public void onSubscribe(Flow.Subscription given) {
        boolean refused;
        synchronized (this) {
            refused = closed || source != null;
            source = source == null ? given : source;
        }
        if (refused) {
            given.cancel();
        } else {
            given.request(AHEAD);
        }
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        synchronized (this) {
            if (!closed) {
                waiting.add(bytes);
            }
            notifyAll();
        }
    }

    @Override
    public void onError(Throwable reason) {
        end(reason);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private synchronized void end(@Nullable Throwable reason) {
        failure = reason;
        ended = true;
        notifyAll();
    }

    @Override
    public synchronized boolean isReleasable() {
        return !waiting.isEmpty() || ended || closed;
    }

    @Override
    public synchronized boolean block() throws InterruptedException {
        while (!isReleasable()) {
            wait();
        }
        return true;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        while (position == current.length) {
            if (!next()) {
                return -1;
            }
        }
        int given = Math.min(length, current.length - position);
        System.arraycopy(current, position, into, offset, given);
        position += given;
        return given;
    }

    /** Waits for the next buffer. A ForkJoinPool may start another thread meanwhile: it may be the one that publishes. */
    private boolean next() throws IOException {
        try {
            ForkJoinPool.managedBlock(this);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the publisher");
        }
        Flow.Subscription from;
        synchronized (this) {
            byte[] taken = waiting.poll();
            if (taken == null) {
                refuseFailure();
                return false;
            }
            current = taken;
            position = 0;
            from = source;
        }
        if (from != null) {
            from.request(1);
        }
        return true;
    }

    private void refuseFailure() throws IOException {
        if (failure != null) {
            throw new IOException("The publisher failed", failure);
        }
        if (closed) {
            throw new IOException("The import has ended");
        }
    }

    @Override
    public void close() {
        Flow.Subscription from;
        synchronized (this) {
            closed = true;
            waiting.clear();
            from = source;
            notifyAll();
        }
        if (from != null) {
            from.cancel();
        }
    }
}
