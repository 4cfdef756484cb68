package io.asyncsqlite.integration.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each feature on this driver. */
@Timeout(120)
class FeatureTests {

    static List<Feature> features() {
        return Feature.all();
    }

    @ParameterizedTest
    @MethodSource("features")
    void aFeatureWorksUnlessItIsAKnownLimit(Feature feature) throws Exception {
        try (Fixture fixture = Fixture.open(Database.ASYNCSQLITE)) {
            if (feature.limit() == null) {
                feature.body().run(fixture);
            } else {
                assertThatThrownBy(() -> feature.body().run(fixture)).isNotNull();
            }
        }
    }

    @Test
    void thereAreFiftyOne() {
        assertThat(features()).hasSize(51);
        assertThat(features()).extracting(Feature::name).doesNotHaveDuplicates();
    }
}
