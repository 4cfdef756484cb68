package io.asyncsqlite.spring.boot.metrics;

import io.asyncsqlite.spring.boot.GeneratedTables;
import io.micrometer.common.docs.KeyName;
import io.micrometer.core.instrument.Meter;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class MetersDocumentationTests {

    @Test
    void theTableOfMetersIsWhatTheEnumSays() {
        String rows = Arrays.stream(AsyncSqliteMeter.values())
                .map(MetersDocumentationTests::row)
                .collect(Collectors.joining());

        GeneratedTables.check(
                "observability.md", "meters", "| meter | type | unit | tags | |\n|---|---|---|---|---|\n" + rows);
    }

    private static String row(AsyncSqliteMeter meter) {
        return "| `%s` | %s | %s | %s | %s |\n"
                .formatted(
                        meter.getName(),
                        meter.getType().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        meter.getType() == Meter.Type.TIMER ? "seconds" : meter.getBaseUnit(),
                        Arrays.stream(meter.getKeyNames())
                                .map(KeyName::asString)
                                .collect(Collectors.joining(", ")),
                        meter.description());
    }
}
