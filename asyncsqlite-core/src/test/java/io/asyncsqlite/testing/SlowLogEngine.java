package io.asyncsqlite.testing;

import io.asyncsqlite.internal.engine.Ability;
import io.asyncsqlite.internal.engine.Engine;
import io.asyncsqlite.internal.engine.EngineConnection;
import io.asyncsqlite.internal.engine.EngineException;
import io.asyncsqlite.internal.engine.LogFile;
import io.asyncsqlite.internal.engine.OpenRequest;
import io.asyncsqlite.internal.engine.TestEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** The real engine. A flush of the write-ahead log beside it waits until the test lets it go on, or fails when the test wants it. */
public final class SlowLogEngine implements Engine {

    private final Semaphore allowed = new Semaphore(0);
    private final Semaphore begun = new Semaphore(0);
    private final AtomicInteger flushes = new AtomicInteger();
    private volatile boolean unlimited;
    private volatile @Nullable IOException failure;
    private volatile boolean unopenable;
    private volatile @Nullable CountDownLatch refusedLengthening;

    /** Lets so many flushes that wait, or are to come, go on. */
    public void allow(int count) {
        allowed.release(count);
    }

    /** Lets all flushes go on. */
    public void allowAll() {
        unlimited = true;
        allowed.release(1_000);
    }

    /** Makes the flushes fail that have not ended. */
    public void failFlushes(String message) {
        failure = new IOException(message);
        allowAll();
    }

    /** Makes opening the log fail. */
    public void refuseLog() {
        unopenable = true;
    }

    /** Makes lengthening the log fail, and returns a latch that counts down then. */
    public CountDownLatch refuseLengthening() {
        CountDownLatch refused = new CountDownLatch(1);
        refusedLengthening = refused;
        return refused;
    }

    /** Waits until a further flush has begun. */
    public void awaitFlush() throws InterruptedException {
        if (!begun.tryAcquire(20, TimeUnit.SECONDS)) {
            throw new AssertionError("no flush began");
        }
    }

    /** Returns how many flushes have begun. */
    public int flushes() {
        return flushes.get();
    }

    @Override
    public EngineConnection open(OpenRequest request) throws EngineException {
        return TestEngine.get().open(request);
    }

    @Override
    public Set<Ability> abilities() {
        return TestEngine.get().abilities();
    }

    @Override
    public LogFile openLog(Path log) throws IOException {
        if (unopenable) {
            throw new IOException("told not to open");
        }
        LogFile real = LogFile.open(log);
        return new LogFile() {

            @Override
            public void force() throws IOException {
                flushes.incrementAndGet();
                begun.release();
                if (!unlimited) {
                    allowed.acquireUninterruptibly();
                }
                IOException failed = failure;
                if (failed != null) {
                    throw failed;
                }
                real.force();
            }

            @Override
            public void lengthen(long least, int added) throws IOException {
                CountDownLatch refused = refusedLengthening;
                if (refused != null) {
                    refused.countDown();
                    throw new IOException("No space left on device");
                }
                real.lengthen(least, added);
            }

            @Override
            public void close() throws IOException {
                real.close();
            }
        };
    }
}
