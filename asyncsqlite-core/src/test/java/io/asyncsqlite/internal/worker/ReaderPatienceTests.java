package io.asyncsqlite.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ReaderPatienceTests {

    private final ReaderPatience patience = new ReaderPatience();
    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void aReaderThatReadNothingParksAtOnce() {
        assertThat(patience.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void aLoneCallerIsNotWaitedFor() {
        patience.read();

        assertThat(patience.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);

        patience.read();

        assertThat(patience.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);
    }

    @Test
    void operationOfManyCallersIsTakenWithoutParking() {
        patience.read();
        patience.read();

        assertThat(patience.<String>await(() -> "next")).isEqualTo("next");

        patience.read();

        assertThat(patience.<String>await(() -> "next")).isEqualTo("next");
    }

    @Test
    void aReaderParksWhenNobodyComes() {
        patience.read();
        patience.read();

        assertThat(patience.<String>await(this::nothing)).isNull();
        assertThat(asked).hasPositiveValue();

        asked.set(0);
        assertThat(patience.<String>await(this::nothing)).isNull();
        assertThat(asked).hasValue(0);
    }

    private <T> T nothing() {
        asked.incrementAndGet();
        return null;
    }
}
