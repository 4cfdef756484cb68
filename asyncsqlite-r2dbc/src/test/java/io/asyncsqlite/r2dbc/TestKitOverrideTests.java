package io.asyncsqlite.r2dbc;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.test.TestKit;
import java.lang.reflect.Method;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

/** Shows that no test of R2DBC's TestKit is left out. */
class TestKitOverrideTests {

    @Test
    void noneOfTheThirtyFourTestsIsOverriddenOrSwitchedOff() {
        Set<String> kit = Stream.of(TestKit.class.getMethods())
                .filter(method -> method.isAnnotationPresent(Test.class))
                .filter(method -> !method.isAnnotationPresent(Disabled.class))
                .map(Method::getName)
                .collect(Collectors.toSet());
        Set<String> own = Stream.of(SqliteTestKitTests.class.getDeclaredMethods())
                .map(Method::getName)
                .collect(Collectors.toSet());

        assertThat(kit).hasSize(34).doesNotContainAnyElementsOf(own);
    }
}
