package io.asyncsqlite.internal.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.BackupException;
import io.asyncsqlite.internal.backup.BackupTarget.Purpose;
import io.asyncsqlite.internal.file.FileKey;
import io.asyncsqlite.internal.file.OpenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A target takes the place of no file that is open. */
@Timeout(60)
class BackupMoveTests {

    private static final int BACKUPS = 200;

    private final AtomicBoolean publishing = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();

    @TempDir
    Path directory;

    @Test
    void fileIsNotReplacedWhileItIsOpen() throws Exception {
        assumeTrue(directory.getFileSystem().supportedFileAttributeViews().contains("unix"));
        Path file = Files.createFile(directory.resolve("target.db"));
        CompletableFuture<Integer> openings = CompletableFuture.supplyAsync(() -> openAgainAndAgain(file));

        int made = 0;
        for (int i = 0; i < BACKUPS; i++) {
            made += publish(file) ? 1 : 0;
        }
        ended.set(true);

        assertThat(openings.get(30, TimeUnit.SECONDS)).isPositive();
        assertThat(made).isPositive();
    }

    private boolean publish(Path file) throws IOException {
        BackupTarget target = prepare(file);
        try {
            publishing.set(true);
            target.publish();
            return true;
        } catch (BackupException e) {
            assertThat(e.reason()).isEqualTo(BackupException.Reason.TARGET_IN_USE);
            return false;
        } finally {
            publishing.set(false);
            target.discard();
        }
    }

    /** Waits until the other thread has closed the file. */
    private static BackupTarget prepare(Path file) throws IOException {
        while (true) {
            try {
                return BackupTarget.prepare(Purpose.BACKUP, file, true);
            } catch (BackupException e) {
                Thread.onSpinWait();
            }
        }
    }

    /** Registers the file as one that is open while it is to be replaced, and returns how often. */
    private int openAgainAndAgain(Path file) {
        FileKey key = new FileKey(file.toString(), null);
        int openings = 0;
        while (!ended.get()) {
            if (publishing.get() && OpenFiles.add(key)) {
                Object before = inode(file);
                pass(400);
                Object after = inode(file);
                OpenFiles.remove(key);
                assertThat(after).isEqualTo(before);
                openings++;
            }
            pass(100);
        }
        return openings;
    }

    private static Object inode(Path file) {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void pass(long micros) {
        long end = System.nanoTime() + TimeUnit.MICROSECONDS.toNanos(micros);
        while (System.nanoTime() < end) {
            Thread.onSpinWait();
        }
    }
}
