package io.asyncsqlite.internal.backup;

import io.asyncsqlite.BackupOptions;
import io.asyncsqlite.BackupProgress;
import io.asyncsqlite.internal.concurrent.Callbacks;
import io.asyncsqlite.internal.operation.Operation;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Tells how far a backup is, and keeps it from being faster than its options allow. Thread of the backup only. */
final class Pace {

    /** Copied at a time: about a millisecond of work, after which a cancel is noticed. */
    private static final long STEP_BYTES = 1L << 20;

    /** How much longer than a step the pause after it is while others write. */
    private static final int TIMES = 6;

    /** How many pauses a limited backup makes in a second, at least. */
    private static final int PAUSES = 10;

    private final Operation<?> backup;
    private final BackupOptions options;
    private final Callbacks callbacks;
    private final boolean limited;
    private final long startedNanos = System.nanoTime();
    private final AtomicBoolean telling = new AtomicBoolean();

    /**
     * Makes a pace.
     *
     * @param mayPause whether the backup may pause: no other operation waits for its connection
     */
    Pace(Operation<?> backup, BackupOptions options, Callbacks callbacks, boolean mayPause) {
        this.backup = backup;
        this.options = options;
        this.callbacks = callbacks;
        this.limited = mayPause && options.bytesPerSecond() < Long.MAX_VALUE;
    }

    boolean isLimited() {
        return limited;
    }

    /** Returns how many pages to copy before {@link #copied} is called. */
    int pagesAtATime(long pageSize) {
        return (int) Math.max(1, bytesAtATime(STEP_BYTES) / pageSize);
    }

    /** Returns how many bytes to copy before {@link #copied} is called. */
    int bytesAtATime(long usual) {
        return (int) Math.max(1, limited ? Math.min(usual, options.bytesPerSecond() / PAUSES) : usual);
    }

    /** Notes how much was copied, and pauses. Returns early if the backup must stop. */
    void copied(long bytes, long total) {
        tell(new BackupProgress(Math.min(bytes, total), total));
        if (limited) {
            pauseUntil(startedNanos + (long) (bytes * (double) TimeUnit.SECONDS.toNanos(1) / options.bytesPerSecond()));
        }
    }

    private void tell(BackupProgress progress) {
        if (telling.compareAndSet(false, true)) {
            callbacks.run(() -> {
                try {
                    options.progress().accept(progress);
                } finally {
                    telling.set(false);
                }
            });
        }
    }

    /** Pauses while others write, so that they keep most of the processors and of the disk. Returns early if the backup must stop. */
    void giveWay(long stepNanos) {
        pauseUntil(System.nanoTime() + stepNanos * TIMES);
    }

    private void pauseUntil(long dueNanos) {
        await(() -> false, dueNanos);
    }

    /** Waits until the thread was unparked and the question answers true. Returns early if the backup must stop. */
    void await(BooleanSupplier question) {
        await(question, backup.deadlineNanos());
    }

    private void await(BooleanSupplier question, long dueNanos) {
        Thread me = Thread.currentThread();
        backup.wakeBy(() -> LockSupport.unpark(me));
        try {
            long now = System.nanoTime();
            while (!question.getAsBoolean() && dueNanos - now > 0 && !backup.mustStop(now)) {
                LockSupport.parkNanos(this, Math.min(dueNanos, backup.deadlineNanos()) - now);
                now = System.nanoTime();
            }
        } finally {
            backup.wakeBy(null);
        }
    }
}
