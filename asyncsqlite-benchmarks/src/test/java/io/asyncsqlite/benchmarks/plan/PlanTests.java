package io.asyncsqlite.benchmarks.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.asyncsqlite.EngineChoice;
import io.asyncsqlite.benchmarks.client.Clients;
import io.asyncsqlite.benchmarks.client.Durability;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PlanTests {

    @ParameterizedTest
    @EnumSource
    void everyPairHasANameOfItsOwnAndAFullyNamedRival(Plan plan) {
        List<Pair> pairs = plan.pairs();

        assertThat(pairs).extracting(Pair::id).doesNotHaveDuplicates().isNotEmpty();
        assertThat(pairs).allSatisfy(pair -> assertThat(pair.ours().isOurs()).isTrue());
    }

    @Test
    void plansAreFoundByName() {
        assertThat(Arrays.stream(Plan.values()).map(Plan::id).map(Plan::named)).containsExactly(Plan.values());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Plan.named("speed"))
                .withMessageStartingWith("Unknown benchmark speed; there are queue, ");
    }

    @Test
    void theNameOfAContenderSaysAllThatDiffers() {
        Contender ours = Contender.ours(Clients.ASYNCSQLITE, EngineChoice.JNI, Shape.inFlight(64));

        assertThat(ours.id()).isEqualTo("asyncsqlite-jni, 64 in flight");
        assertThat(ours.with(Durability.NORMAL).untuned().id())
                .isEqualTo("asyncsqlite-jni, 64 in flight, NORMAL, untuned");
        assertThat(Contender.of(Clients.C, Shape.ALONE).id()).isEqualTo("c");
    }
}
