package io.asyncsqlite.benchmarks.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.asyncsqlite.benchmarks.plan.Plan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConditionsTests {

    @Test
    void unknownFactsAreLeftOut() {
        Results results = new Results(Plan.SCAN, Map.of("date", "2026-11-28T14:46:57Z", "processors", 2));

        assertThat(Conditions.of(List.of(Table.of(results)))).isEqualTo("2 processors, 2026-11-28");
    }

    @Test
    void aFactThatDiffersHasAllItsValues() {
        Results later = new Results(Plan.SCAN, Map.of("date", "2026-11-29T14:46:57Z", "processors", 2));
        Results earlier = new Results(Plan.SCAN, Map.of("date", "2026-11-28T14:46:57Z", "processors", 2));

        assertThat(Conditions.of(List.of(Table.of(earlier), Table.of(later))))
                .isEqualTo("2 processors, 2026-11-28 and 2026-11-29");
    }

    @Test
    void bothDurabilitiesAreNamed() {
        assertThat(Conditions.of(List.of(Table.of(MadeUp.of(Plan.R2DBC_INSERTS)))))
                .contains(", synchronous=FULL or NORMAL, ");
    }
}
