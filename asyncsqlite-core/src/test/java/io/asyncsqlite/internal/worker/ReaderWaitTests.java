package io.asyncsqlite.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReaderWaitTests {

    private final ReaderWait wait = new ReaderWait();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aReaderThatReadNothingParksAtOnce() {
        assertThat(wait.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aLoneCallerIsNotWaitedFor() {
        wait.read();

        assertThat(wait.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);

        wait.read();

        assertThat(wait.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void operationOfManyCallersIsTakenWithoutParking() {
        wait.read();
        wait.read();

        assertThat(wait.<String>await(() -> "next")).isEqualTo("next");

        wait.read();

        assertThat(wait.<String>await(() -> "next")).isEqualTo("next");
    }

    @Test
    void aReaderParksWhenNobodyComes() {
        wait.read();
        wait.read();

        assertThat(wait.<String>await(this::nothing)).isNull();
        assertThat(asked).hasPositiveValue();

        asked.set(0);
        assertThat(wait.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);
    }

    private <T> T nothing() {
        asked.incrementAndGet();
        return null;
    }
}
