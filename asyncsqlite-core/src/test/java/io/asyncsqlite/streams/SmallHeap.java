package io.asyncsqlite.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.faults.ChildJvm;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a program of the tests in a JVM that has little memory. */
final class SmallHeap {

    private SmallHeap() {}

    /** Returns what the program printed. */
    static String run(int megabytes, Class<?> program, String... arguments) throws Exception {
        Process process = ChildJvm.of(List.of(), List.of("-Xmx" + megabytes + "m"), program, arguments)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output;
    }
}
