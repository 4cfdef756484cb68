package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a write-ahead log beside SQLite. */
class LogFileTests {

    @TempDir
    Path directory;

    @Test
    void shortFileGetsZerosBehindItsEnd() throws Exception {
        Path file = Files.write(directory.resolve("a-wal"), new byte[] {1, 2, 3});

        try (LogFile log = LogFile.open(file)) {
            log.lengthen(4, 10);
            log.lengthen(13, 10);
        }

        assertThat(Files.readAllBytes(file)).isEqualTo(Arrays.copyOf(new byte[] {1, 2, 3}, 13));
    }

    @Test
    void longFileStaysAsItIs() throws Exception {
        Path file = Files.write(directory.resolve("a-wal"), new byte[] {1, 2, 3});

        try (LogFile log = LogFile.open(file)) {
            log.lengthen(3, 10);
        }

        assertThat(Files.readAllBytes(file)).containsExactly(1, 2, 3);
    }
}
