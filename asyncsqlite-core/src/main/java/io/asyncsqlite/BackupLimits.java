package io.asyncsqlite;

import io.asyncsqlite.internal.option.Range;
import java.time.Duration;

/** Checks the options of a backup. */
final class BackupLimits {

    private BackupLimits() {}

    static void check(Duration timeout, long bytesPerSecond) {
        Range.POSITIVE_TIME.check("timeout", timeout);
        Range.require(bytesPerSecond >= 1, "bytesPerSecond must be at least 1, was " + bytesPerSecond);
    }
}
