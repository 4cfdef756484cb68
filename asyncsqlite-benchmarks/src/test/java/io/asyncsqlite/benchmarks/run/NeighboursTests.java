package io.asyncsqlite.benchmarks.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.plan.Contender;
import io.asyncsqlite.benchmarks.plan.Pair;
import io.asyncsqlite.benchmarks.plan.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class NeighboursTests {

    private final Contender rival = Contender.of(Clients.EXECUTOR, Shape.inFlight(64));
    private final Contender other = Contender.of(Clients.GROUP_BY_HAND, Shape.inFlight(64));
    private final Contender foreign = Contender.ours(Clients.ASYNCSQLITE, EngineChoice.FOREIGN, Shape.inFlight(64));
    private final Contender jni = Contender.ours(Clients.ASYNCSQLITE, EngineChoice.JNI, Shape.inFlight(64));

    @Test
    void pairsWithOneRivalHaveItBetweenThem() {
        List<Neighbours> all = Neighbours.of(
                List.of(new Pair(foreign, rival, null), new Pair(jni, rival, null), new Pair(foreign, other, null)));

        assertThat(all).hasSize(2);
        assertThat(all.get(0).order(1)).containsExactly(foreign, rival, jni);
        assertThat(all.get(1).order(1)).containsExactly(foreign, other);
    }

    @Test
    void pairsOfOneClientHaveItBetweenThem() {
        List<Neighbours> all = Neighbours.of(List.of(new Pair(foreign, rival, null), new Pair(foreign, other, null)));

        assertThat(all).hasSize(1);
        assertThat(all.get(0).order(1)).containsExactly(rival, foreign, other);
    }

    @Test
    void theOrderOfEvenRoundsIsReversed() {
        Neighbours pair = new Neighbours(List.of(new Pair(foreign, rival, null)));

        assertThat(pair.order(2)).containsExactly(rival, foreign);
        assertThat(pair.order(3)).containsExactly(foreign, rival);
    }
}
