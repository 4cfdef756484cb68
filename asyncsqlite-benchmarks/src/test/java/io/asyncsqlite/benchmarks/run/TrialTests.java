package io.asyncsqlite.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Obstacles;
import io.asyncsqlite.benchmarks.plan.Plan;
import io.asyncsqlite.benchmarks.plan.Score;
import io.asyncsqlite.benchmarks.plan.Shape;
import io.asyncsqlite.benchmarks.plan.Work;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every contender does its work with few rows; the trial itself checks what was read and what the file holds. */
@Timeout(600)
class TrialTests {

    private static final int ROWS = 1_000;

    @TempDir
    private Path directory;

    /** Returns a contender for each client with each work, on each engine and by each kind of caller. */
    static Stream<Arguments> contenders() {
        Map<List<Object>, Arguments> contenders = new LinkedHashMap<>();
        for (Plan plan : Plan.values()) {
            plan.pairs().stream()
                    .flatMap(pair -> Stream.of(pair.ours(), pair.theirs()))
                    .forEach(contender -> contenders.putIfAbsent(
                            List.of(
                                    plan.work(),
                                    contender.with(Shape.ALONE),
                                    contender.shape().kind()),
                            Arguments.of(plan.work(), contender)));
        }
        return contenders.values().stream();
    }

    @ParameterizedTest
    @MethodSource("contenders")
    void everyContenderRuns(Work work, Contender contender) throws Exception {
        String obstacle = Obstacles.of(contender);
        assumeTrue(obstacle == null, obstacle);

        Score score = new Trial(contender, work, ROWS, directory, Clock.SMOKE).run();

        assertThat(score.perSecond()).isPositive();
        assertThat(score.cpuMicros()).isNotNegative();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void aClientThatCannotDoTheWorkFailsTheTrial() {
        Contender unable = Contender.of(Clients.GROUP_BY_HAND, Shape.inFlight(1));

        assertThatIllegalStateException()
                .isThrownBy(() -> new Trial(unable, Work.READ, ROWS, directory, Clock.SMOKE).run())
                .withMessageContaining("GroupByHandClient cannot read");
    }
}
