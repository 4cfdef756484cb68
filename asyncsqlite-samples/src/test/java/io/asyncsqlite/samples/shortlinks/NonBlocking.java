package io.asyncsqlite.samples.shortlinks;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/**
 * Notes blocking calls on event loops and lets them go on: an error out of the midst of a lock would leave it broken, and one that
 * somebody swallows would not be seen.
 */
final class NonBlocking {

    private static final Queue<BlockingOperationError> VIOLATIONS = new ConcurrentLinkedQueue<>();

    static {
        BlockHound.install(builder ->
                builder.blockingMethodCallback(method -> VIOLATIONS.add(new BlockingOperationError(method))));
    }

    private NonBlocking() {}

    /** Starts to watch, for as long as this JVM lives. */
    static void watch() {
        // The class initializer does it, once.
    }

    /** Returns the blocking calls since the last look. */
    static List<BlockingOperationError> violations() {
        List<BlockingOperationError> found = List.copyOf(VIOLATIONS);
        VIOLATIONS.clear();
        return found;
    }
}
