package io.asyncsqlite.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Work;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OperationsTests {

    private static final int EACH = 1_000;

    private static IntStream numbers(int callers, int caller) {
        return IntStream.iterate(caller, number -> number + Operations.step(callers))
                .limit(EACH);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 10, 64, 65, 10_000})
    void eachCallerDoesTheMix(int callers) {
        for (int caller = 0; caller < Math.min(callers, 64); caller++) {
            assertThat(numbers(callers, caller).filter(number -> Operations.oneOfMix(number) == Work.INSERT))
                    .as("caller %d of %d", caller, callers)
                    .hasSize(EACH / 10);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 8, 10, 64, 65})
    void noTwoCallersDoTheSameOperation(int callers) {
        assertThat(IntStream.range(0, callers)
                        .flatMap(caller -> numbers(callers, caller))
                        .distinct()
                        .count())
                .isEqualTo((long) callers * EACH);
    }
}
