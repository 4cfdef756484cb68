package io.asyncsqlite.internal.blocking;

import io.asyncsqlite.AsyncSqlite;
import io.asyncsqlite.Contents;
import io.asyncsqlite.SyncContents;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Flow;

/** Moves the whole content of an open database, for code that waits. */
record BlockingContents(Contents contents) implements SyncContents {

    @Override
    public SyncContents withTimeout(Duration timeout) {
        return new BlockingContents(contents.withTimeout(timeout));
    }

    @Override
    public byte[] serialize(long maxBytes) {
        return Waits.await(contents.serialize(maxBytes));
    }

    @Override
    public void deserialize(byte[] image) {
        Waits.await(contents.deserialize(image));
    }

    @Override
    public void restore(Path backup) {
        Waits.await(contents.restore(backup));
    }

    @Override
    public void copyTo(AsyncSqlite target) {
        Waits.await(contents.copyTo(target));
    }

    @Override
    public void load(Flow.Publisher<String> statements) {
        Waits.await(contents.load(statements));
    }
}
