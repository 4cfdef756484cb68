package io.asyncsqlite.samples.shortlinks;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import reactor.blockhound.BlockHound;
import reactor.blockhound.BlockingOperationError;

/**
 * Notes blocking calls on event loops and lets them go on: an error inside of a lock would leave it broken, and an error that
 * code swallows would not be seen.
 */
final class NonBlocking {

    private static final Queue<BlockingOperationError> VIOLATIONS = new ConcurrentLinkedQueue<>();

    static {
        BlockHound.install(
                builder -> builder.blockingMethodCallback(method -> VIOLATIONS.add(new BlockingOperationError(method)))
                        // Locks inside the JDK and Netty that are held for some instructions, never while anything is
                        // waited for:
                        // handing a task to the common pool of JDK 17, and giving pooled memory back.
                        .allowBlockingCallsInside("java.util.concurrent.ForkJoinPool", "submissionQueue")
                        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$Magazine", "free")
                        .allowBlockingCallsInside("io.netty.buffer.AdaptivePoolingAllocator$MagazineGroup", "free"));
    }

    private NonBlocking() {}

    /** Starts to watch, for as long as this JVM lives. */
    static void watch() {
        // The class initializer does it, once.
    }

    /** Returns where threads blocked since the last look, as whole stack traces: a failure shows nothing else. */
    static List<String> violations() {
        List<String> found = new ArrayList<>();
        for (BlockingOperationError violation; (violation = VIOLATIONS.poll()) != null; ) {
            StringWriter trace = new StringWriter();
            violation.printStackTrace(new PrintWriter(trace));
            found.add(trace.toString());
        }
        return found;
    }
}
