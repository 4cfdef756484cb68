package io.asyncsqlite.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.internal.engine.CallbackMemory.Work;
import io.asyncsqlite.internal.engine.ChildJvm.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Neither memory of SQLite nor of the JVM is left by functions and collations that were replaced, removed or closed. */
class CallbackLeakTests {

    private static final long BYTES_ALLOWED = 8L << 20;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void callbacksLeaveNoMemory(Work work) throws Exception {
        assumeTrue(CallbackMemory.isKnown(), "the system does not tell the memory of the process");

        Ended program = ChildJvm.run(
                directory,
                Duration.ofMinutes(5),
                // A heap of one size whose pages are all in use: the rest of the process is what callbacks could leave.
                List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch", "-XX:+UseSerialGC", TestEngine.asOption()),
                CallbackMemory.class,
                work.name());

        assertThat(program.code()).as(program.output()).isZero();
        String[] grown = program.output()
                .strip()
                .lines()
                .reduce((first, last) -> last)
                .orElseThrow()
                .split(" ");
        assertThat(Long.parseLong(grown[0])).as("bytes of the heap").isLessThan(BYTES_ALLOWED);
        assertThat(Long.parseLong(grown[1])).as("bytes outside of it").isLessThan(BYTES_ALLOWED);
    }
}
