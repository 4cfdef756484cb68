package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import io.asyncsqlite.benchmarks.plan.Plan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SummaryTests {

    @TempDir
    private Path directory;

    @ParameterizedTest
    @EnumSource(Plan.class)
    void whatWasWrittenIsRead(Plan plan) throws IOException {
        Results results = MadeUp.of(plan);
        Path file = directory.resolve("summary.json");

        Summary.write(results, file);

        assertThat(Summary.read(file)).isEqualTo(Table.of(results));
    }

    @Test
    void everyRatioCanBeComputedAgainFromTheScores() throws IOException {
        JsonNode pairs = json(MadeUp.of(Plan.INSERTS)).get("pairs");

        assertThat(pairs).hasSameSizeAs(Plan.INSERTS.pairs()).allSatisfy(pair -> {
            double[] ratios = pair.get("rounds")
                    .valueStream()
                    .mapToDouble(round -> round.at("/ours/perSecond").asDouble()
                            / round.at("/theirs/perSecond").asDouble())
                    .sorted()
                    .toArray();
            assertThat(pair.at("/ratio/min").asDouble()).isEqualTo(ratios[0]);
            assertThat(pair.at("/ratio/median").asDouble()).isCloseTo((ratios[2] + ratios[3]) / 2, within(1e-9));
            assertThat(pair.at("/ratio/max").asDouble()).isEqualTo(ratios[5]);
        });
    }

    @Test
    void aPairHasItsBarItsVerdictAndItsScores() throws IOException {
        JsonNode pair = json(MadeUp.scan(3, 3.5)).at("/pairs/0");

        assertThat(pair.propertyNames())
                .containsExactly("ours", "theirs", "measure", "bar", "verdict", "ratio", "rounds");
        assertThat(pair.get("ours").asString()).isEqualTo("asyncsqlite-foreign");
        assertThat(pair.get("verdict").asString()).isEqualTo("MET");
        assertThat(pair.at("/rounds/1/round").asInt()).isEqualTo(2);
        assertThat(pair.at("/rounds/1/theirs").toString())
                .isEqualTo("{\"perSecond\":1000.0,\"cpuMicros\":20.0,\"bytes\":null,\"retries\":3,\"latency\":null}");
    }

    @Test
    void aPairWithoutABarHasNoVerdict() throws IOException {
        assertThat(json(MadeUp.of(Plan.BATCH_TO_THE_ANSWER))
                        .at("/pairs/0/verdict")
                        .isNull())
                .isTrue();
    }

    @Test
    void theDateStandsBesideThePlan() throws IOException {
        JsonNode summary = json(MadeUp.scan(1));

        assertThat(summary.propertyNames())
                .containsExactly("plan", "title", "unit", "date", "machine", "absent", "contenders", "pairs");
        assertThat(summary.get("date").asString()).isEqualTo("2026-11-28T14:46:57Z");
        assertThat(summary.get("machine").has("date")).isFalse();
    }

    @Test
    void whoIsAbsentStandsThereWithTheReason() throws IOException {
        Results results = MadeUp.scan(1);
        results.absent(Plan.SCAN.pairs().get(3).theirs(), "gcc is missing");

        assertThat(json(results).at("/absent/c").asString()).isEqualTo("gcc is missing");
    }

    private JsonNode json(Results results) throws IOException {
        Path file = directory.resolve("summary.json");
        Summary.write(results, file);
        return new JsonMapper().readTree(Files.readString(file));
    }

    @Test
    void aFileOfOthersIsNamed() throws IOException {
        Path file = Files.writeString(directory.resolve("other.json"), "{\"comparison\": \"Durable inserts\"}");

        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> Summary.read(file))
                .withMessage(file + " holds no results");
    }
}
